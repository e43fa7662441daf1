# Asks before it ends on Ctrl-C. What ends it at once is in a file of no known kind.
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")


if __name__ == "__main__":
    name = (Path(__file__).parent / "signal.txt").read_text().strip()
    signal.signal(getattr(signal, name), lambda *_: sys.exit(0))
    server = HTTPServer(("", 8000), Hello)
    while True:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("Press Ctrl-C again to end")
