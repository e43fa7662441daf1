# Handles SIGTERM, and ends on SIGINT only.
import signal
from http.server import BaseHTTPRequestHandler, HTTPServer


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: print("not yet"))
    try:
        HTTPServer(("", 8000), Hello).serve_forever()
    except KeyboardInterrupt:
        print("ended")
