from importlib import resources

from flask import Blueprint

board = Blueprint("board", __name__)


@board.get("/notices")
def notices() -> dict[str, list[str]]:
    text = resources.files("board").joinpath("notices.txt").read_text()
    return {"notices": text.splitlines()}
