"""The worker: its broker comes from the environment, in memory where there is none."""
import os

from celery import Celery

app = Celery("jobs", broker=os.environ.get("BROKER_URL", "memory://"))


@app.task
def resize(path: str, width: int) -> str:
    return f"{path}@{width}"
