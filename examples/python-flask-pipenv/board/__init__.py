"""A notice board; the application comes from a factory."""
from flask import Flask

from . import routes


def create_app(testing: bool = False) -> Flask:
    app = Flask(__name__)
    app.config["TESTING"] = testing
    app.register_blueprint(routes.board)
    return app
