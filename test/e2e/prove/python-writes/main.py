# The folder has a name that only the run makes.
import base64
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")


if __name__ == "__main__":
    folder = Path(__file__).parent / base64.b64decode("c3RhdGU=").decode()
    folder.mkdir(exist_ok=True)
    (folder / "started").write_text("now")
    HTTPServer(("", 8000), Hello).serve_forever()
