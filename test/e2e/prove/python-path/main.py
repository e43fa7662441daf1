# It serves nothing at /.
from http.server import BaseHTTPRequestHandler, HTTPServer


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/status" else 404)
        self.end_headers()


if __name__ == "__main__":
    HTTPServer(("", 8000), Hello).serve_forever()
