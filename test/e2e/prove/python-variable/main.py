# Ends without a variable whose name only the run makes.
import os
from http.server import BaseHTTPRequestHandler, HTTPServer


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")


if __name__ == "__main__":
    print(os.environ["_".join(["BACKEND", "URL"])])
    HTTPServer(("", 8000), Hello).serve_forever()
