"""A worker, and what it does on a schedule: two programs of one project. Their broker comes from the environment, in memory where there is none."""
import os

from celery import Celery

app = Celery("jobs", broker=os.environ.get("BROKER_URL", "memory://"))
app.conf.beat_schedule = {"count": {"task": "jobs.app.count", "schedule": 2.0}}


@app.task
def count() -> int:
    return len(os.listdir("/tmp"))
