"""Counts words, with nothing but the standard library."""
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PORT = int(os.environ.get("PORT", "8000"))


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path != "/count":
            self.send_error(404)
            return
        text = parse_qs(url.query).get("text", [""])[0]
        body = json.dumps({"words": len(text.split())}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    with ThreadingHTTPServer(("", PORT), Handler) as server:
        print(f"listening on {PORT}")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("stopped")
