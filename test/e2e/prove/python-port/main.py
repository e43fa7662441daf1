# The port is in a file of no known kind.
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")


if __name__ == "__main__":
    HTTPServer(("", int(Path("port.txt").read_text())), Hello).serve_forever()
