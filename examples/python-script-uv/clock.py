#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "bottle>=0.13",
#   "waitress>=3",
#   "babel>=2.17",
# ]
# ///
"""The date in words, over HTTP: a whole service in one file, run with `uv run clock.py` while it is written."""

from datetime import date

from babel.dates import format_date
from bottle import Bottle, request

app = Bottle()


@app.get("/")
def today() -> dict[str, str]:
    day = date.fromisoformat(request.query.get("day") or date.today().isoformat())
    locale = request.query.get("locale") or "en"
    return {"date": format_date(day, format="full", locale=locale)}


if __name__ == "__main__":
    app.run(server="waitress", host="0.0.0.0", port=8000)
