"""Browsers for a case that press everything twice at the same moment, in two windows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Barrier, Thread
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.chaos.browser import File, Refused
from tests.chaos.pages import Fields, Page


@dataclass
class Press:
    """One form as it was sent, so that it can be sent again later."""

    what: str
    path: str
    data: Fields
    files: dict[str, File]
    location: str = ""


@dataclass
class Windows:
    """One or two people with the same page open. `one_form`: a double click, else two forms."""

    sessions: list[str]
    one_form: bool
    pressed: list[Press] = field(default_factory=list)
    others: list[tuple[str, Page]] = field(default_factory=list)  # what the second was told

    def get(self, path: str) -> Page:
        return _page(_client(self.sessions[0]).get(path))

    def post(
        self, what: str, case: str, path: str, data: Fields | None = None, **files: File
    ) -> str:
        press = Press(what, path, dict(data or {}), files)
        key = str(uuid4())
        keys = [key, key if self.one_form else str(uuid4())]
        asked = list(zip([self.sessions[0], self.sessions[-1]], keys, strict=True))
        pages = at_once([lambda one=one: send(one[0], press, one[1]) for one in asked])
        done = sorted(pages, key=lambda page: not 300 <= page.status < 400)  # a refusal last
        if not 300 <= done[0].status < 400:
            raise Refused(what, done[0])
        press.data["_key"], press.location = key, done[0].location
        if self.one_form:
            assert {page.location for page in pages} == {done[0].location}, what
        self.others.append((what, done[1]))
        self.pressed.append(press)
        return done[0].location


def send(session: str, press: Press, key: str) -> Page:
    files = {
        name: SimpleUploadedFile(title, content, kind)
        for name, (title, content, kind) in press.files.items()
    }
    return _page(_client(session).post(press.path, press.data | files | {"_key": key}))


def at_once(works: list[Callable[[], Page]]) -> list[Page]:
    """In threads of their own, each with its own connection, begun at the same moment."""
    barrier, found = Barrier(len(works)), dict[int, Page]()

    def run(number: int, work: Callable[[], Page]) -> None:
        try:
            barrier.wait(20)
            found[number] = work()
        finally:
            connection.close()

    threads = [Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [found[number] for number in range(len(works))]


def _client(session: str) -> Client:
    """A fault of the product is an answer here, as it would be to a browser."""
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session
    return client


def _page(answer) -> Page:  # type: ignore[no-untyped-def]
    text = answer.content.decode(errors="replace") if not answer.streaming else ""
    return Page(answer.status_code, answer.headers.get("Location", ""), text)
