"""Serves its own state; `--version` says which it is."""
import argparse
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from threading import Thread

PORT = 9000


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = f"up {version('uptime-probe')}\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    parser = argparse.ArgumentParser(prog="uptime-probe")
    parser.add_argument("--version", action="version", version=version("uptime-probe"))
    parser.parse_args()
    server = HTTPServer(("0.0.0.0", PORT), Handler)
    signal.signal(signal.SIGTERM, lambda *_: Thread(target=server.shutdown).start())
    server.serve_forever()
    sys.exit(0)
