"""A wire between browsers and web that can be cut: after the server began to answer a form, and
before the browser reads a byte of it. So the write is done and nobody was told."""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator


class Wire(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, target: int) -> None:
        super().__init__(("127.0.0.1", 0), _Link)
        self.target = target
        self.cuts = 0
        self._armed = 0
        self._changed = threading.Condition()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def cut_next(self, seconds: float) -> bool:
        """Cut the answer to the next form; False when none came in time."""
        with self._changed:
            before = self.cuts
            self._armed = 1
            done = self._changed.wait_for(lambda: self.cuts > before, seconds)
            self._armed = 0
            return done

    def take_cut(self) -> bool:
        with self._changed:
            if not self._armed:
                return False
            self._armed -= 1
            self.cuts += 1
            self._changed.notify_all()
            return True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser or a server that has gone is what this wire is for."""


class _Link(socketserver.BaseRequestHandler):
    """One connection: one question, one answer."""

    server: Wire
    request: socket.socket

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.target), 5) as far:
            first = self.request.recv(65536)
            far.sendall(first)
            threading.Thread(target=_pump, args=(self.request, far), daemon=True).start()
            far.settimeout(60)
            answer = far.recv(65536)
            if answer and first.startswith(b"POST") and self.server.take_cut():
                return
            while answer:
                self.request.sendall(answer)
                answer = far.recv(65536)


def _pump(here: socket.socket, there: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := here.recv(65536):
            there.sendall(part)


@contextlib.contextmanager
def strung(target: int) -> Iterator[Wire]:
    wire = Wire(target)
    thread = threading.Thread(target=wire.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield wire
    finally:
        wire.shutdown()
        thread.join()
        wire.server_close()
