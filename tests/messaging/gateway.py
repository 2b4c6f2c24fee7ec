"""A small reference gateway on a real socket: what one may do, and what ours has to stand.

It counts each key once, however often a message comes, and answers from a list of moods: "ok",
an HTTP status, "slow" (answers after the client has gone), "drop" (takes the message, then closes
the connection without an answer), "hang up" (takes nothing), "garbage", "moved" (a redirect).
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

SLOW = 0.6  # seconds


@dataclass
class Gateway:
    url: str = ""
    moods: list[str] = field(default_factory=list)  # one for each try; then "ok"
    tries: list[dict] = field(default_factory=list)
    sent: dict[str, str] = field(default_factory=dict)  # key → text, counted once

    def take(self, key: str, body: dict) -> str:
        mood = self.moods.pop(0) if self.moods else "ok"
        self.tries.append({"key": key, **body})
        if mood in {"ok", "slow", "drop"}:
            self.sent.setdefault(key, body["text"])
        return mood


class _Handler(BaseHTTPRequestHandler):
    gateway: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        mood = self.gateway.take(self.headers["Idempotency-Key"], body)
        if mood == "slow":
            time.sleep(SLOW)
        if mood in {"drop", "hang up"}:
            self.close_connection = True
        elif mood == "garbage":
            self.wfile.write(b"\x00\x01 no protocol at all\r\n\r\n")
        elif mood == "moved":
            self.send_response(302)
            self.send_header("Location", self.gateway.url)
            self.end_headers()
        else:
            self._answer(200 if mood in {"ok", "slow"} else int(mood))

    def _answer(self, status: int) -> None:
        try:
            self.send_response(status)
            self.end_headers()
        except OSError:
            pass  # the client has gone: that is what "slow" is for

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def running(*moods: str) -> Iterator[Gateway]:
    gateway = Gateway(moods=list(moods))
    handler = type("Handler", (_Handler,), {"gateway": gateway})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = False
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    gateway.url = f"http://127.0.0.1:{server.server_port}/sms"
    try:
        yield gateway
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
