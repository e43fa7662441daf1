# Starts a program that only alpine has, under a name that only the run makes.
import base64
import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer

NAME = base64.b64decode("ZGF0ZQ==").decode()


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(DATE)


if __name__ == "__main__":
    DATE = subprocess.check_output([NAME])
    HTTPServer(("", 8000), Hello).serve_forever()
