"""A person's browser that writes down, outside of the product, what it sent and what it was told.

A POST without an answer is sent again with the same request key, as a reload would, until it is
answered. An answer counts as acknowledged when it is a redirect: only that commits.
"""

import http.client
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from tests.chaos.pages import Fields, Page

PATIENCE = 90  # seconds until somebody gives up reloading
NO_ROOM = "现在存不下文件"  # the sentence that asks to try again a little later
File = tuple[str, bytes, str]  # name, content, media type


@dataclass
class Sent:
    """One form as this person sent it: `what` on the case `case`, and what came back."""

    key: str
    what: str
    case: str
    path: str
    tries: int = 0
    status: int = 0  # 0: never answered
    location: str = ""
    errors: list[int] = field(default_factory=list)

    @property
    def acknowledged(self) -> bool:
        return 300 <= self.status < 400


@dataclass
class Log:
    """Everything that was sent by all browsers."""

    sent: list[Sent] = field(default_factory=list)
    pages: dict[int, int] = field(default_factory=dict)  # how often each status was answered
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, one: Sent) -> None:
        with self.lock:
            self.sent.append(one)

    def count(self, status: int) -> None:
        with self.lock:
            self.pages[status] = self.pages.get(status, 0) + 1

    def acknowledged(self) -> list[Sent]:
        with self.lock:
            return [one for one in self.sent if one.acknowledged]


class Ended(Exception):
    """The run is over; whoever waits for an answer stops waiting."""


class Refused(Exception):
    """The product said no, with a page that says why."""

    def __init__(self, what: str, page: Page) -> None:
        super().__init__(f"{what}: {page.status}")
        self.page = page


class Browser:
    def __init__(self, port: int, session: str, log: Log, over: threading.Event) -> None:
        self.port, self.log, self.over = port, log, over
        self.token = secrets.token_hex(16)
        self.cookies = f"sessionid={session}; csrftoken={self.token}"

    def get(self, path: str) -> Page:
        page = self._until_answered(lambda: self._ask("GET", path, b"", ""))
        if page.status != 200:
            raise Refused(f"GET {path}", page)
        return page

    def post(
        self, what: str, case: str, path: str, data: Fields | None = None, **files: File
    ) -> str:
        """Sends one form; gives the address that it leads to. Raises Refused."""
        one = Sent(str(uuid4()), what, case, path)
        self.log.note(one)
        fields = (data or {}) | {"csrfmiddlewaretoken": self.token, "_key": one.key}
        body, kind = encoded(fields, files)

        def send() -> Page:
            one.tries += 1
            page = self._ask("POST", path, body, kind)
            if page.status >= 500:
                one.errors.append(page.status)
            return page

        page = self._until_answered(send)
        one.location, one.status = page.location, page.status
        if not one.acknowledged:
            raise Refused(f"{what} {path}", page)
        return page.location

    def _until_answered(self, ask: Callable[[], Page]) -> Page:
        until, pause = time.monotonic() + PATIENCE, 0.1
        while time.monotonic() < until:
            try:
                page = ask()
            except (OSError, http.client.HTTPException):
                self.log.count(0)
            else:
                self.log.count(page.status)
                if page.status < 500 and NO_ROOM not in page.text:
                    return page
            if self.over.wait(pause):
                raise Ended
            pause = min(pause * 2, 1.0)
        raise Ended

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> Page:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self.cookies, "Connection": "close", "Accept": "text/html"}
        headers |= {"Content-Type": kind} if kind else {}
        try:
            link.request(method, path, body or None, headers)
            answer = link.getresponse()
            content = answer.read()
            location = answer.headers.get("Location", "")
        finally:
            link.close()
        return Page(answer.status, location, content.decode(errors="replace"))


def encoded(fields: Fields, files: dict[str, File]) -> tuple[bytes, str]:
    """Body and content type of a form."""
    if not files:
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    edge = secrets.token_hex(16)
    parts = []
    for name, value in fields.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(head.encode() + value.encode() + b"\r\n")
    for name, (title, content, kind) in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{title}"\r\n'
        parts.append(f"{head}Content-Type: {kind}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
