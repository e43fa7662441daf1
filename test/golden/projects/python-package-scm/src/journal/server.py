"""Keeps what is sent to it."""
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        with open("data/journal.txt", "ab") as file:
            file.write(body)
        self.send_response(204)
        self.end_headers()


def main() -> None:
    os.makedirs("data", exist_ok=True)
    server = HTTPServer(("0.0.0.0", 8000), Handler)
    signal.signal(signal.SIGTERM, lambda *_: Thread(target=server.shutdown).start())
    server.serve_forever()
    sys.exit(0)
