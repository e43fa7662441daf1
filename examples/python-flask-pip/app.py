"""A guest book in memory."""
from flask import Flask, render_template, request

app = Flask(__name__)
entries: list[str] = []


@app.get("/")
def index() -> str:
    return render_template("index.html", entries=entries)


@app.get("/hello")
def hello() -> dict[str, str]:
    return {"text": f"hello {request.args.get('name', 'world')}"}


if __name__ == "__main__":
    app.run(debug=True)
