import os

from flask import Flask
from sqlalchemy import create_engine, text

app = Flask(__name__)
engine = create_engine(os.environ.get("DATABASE_URL", "postgresql+psycopg://shop@db/shop"))


@app.get("/")
def index():
    with engine.connect() as connection:
        return str(connection.execute(text("select 1")).scalar())
