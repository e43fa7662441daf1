"""Counts visits, with nothing but the standard library."""
import signal
import sqlite3
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from words_test import word

visits = sqlite3.connect("/data/visits.db")
visits.execute("create table if not exists visits (path text)")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        visits.execute("insert into visits values (?)", (self.path,))
        visits.commit()
        (count,) = visits.execute("select count(*) from visits").fetchone()
        body = f"{word(count)}\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = HTTPServer(("0.0.0.0", 8000), Handler)
    signal.signal(signal.SIGTERM, lambda *_: Thread(target=server.shutdown).start())
    server.serve_forever()
