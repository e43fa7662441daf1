"""A guestbook in SQLite, in Flask's instance folder, with pictures beside it: what the program writes, and what it only reads."""
import os
from pathlib import Path

from flask import Flask


def create_app(test_config: dict | None = None) -> Flask:
    app = Flask(__name__, instance_relative_config=True)
    app.config.from_mapping(DATABASE=os.path.join(app.instance_path, "guestbook.sqlite"), UPLOAD_FOLDER=Path("uploads"))
    if test_config is not None:
        app.config.update(test_config)
    os.makedirs(app.instance_path, exist_ok=True)

    from . import entries

    app.register_blueprint(entries.blueprint)
    return app
