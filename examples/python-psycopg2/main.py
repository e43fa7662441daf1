"""Says which libpq it has, and whether a database answers."""
import os

import psycopg2
from flask import Flask

app = Flask(__name__)


@app.get("/database")
def database() -> dict[str, str | int]:
    try:
        psycopg2.connect(os.environ.get("DATABASE_URL", "host=127.0.0.1 port=1 connect_timeout=1")).close()
        state = "up"
    except psycopg2.OperationalError:
        state = "down"
    return {"libpq": psycopg2.__libpq_version__, "state": state}
