import sqlite3
from pathlib import Path

from flask import Blueprint, current_app, g, jsonify

blueprint = Blueprint("entries", __name__)


def database() -> sqlite3.Connection:
    if "database" not in g:
        g.database = sqlite3.connect(current_app.config["DATABASE"])
        g.database.executescript((Path(__file__).parent / "schema.sql").read_text())
    return g.database


@blueprint.teardown_app_request
def close(_error: BaseException | None) -> None:
    connection = g.pop("database", None)
    if connection is not None:
        connection.close()


@blueprint.get("/")
def entries():
    with database() as connection:
        connection.execute("INSERT INTO entry (text) VALUES ('was here')")
    folder = Path(current_app.config["UPLOAD_FOLDER"])
    (folder / "last.txt").write_text("was here")
    return jsonify(entries=[text for (text,) in database().execute("SELECT text FROM entry")], uploads=sorted(it.name for it in folder.iterdir()))
