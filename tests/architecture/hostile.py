"""Every form of a page, sent back with what an attacker would write into it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from itertools import count
from typing import Any
from urllib.parse import quote_from_bytes

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.factories.pictures import jpeg

OTHER = "11111111-1111-4111-8111-111111111111"
SCRIPT = b"<script>alert(1)</script>"
VALUES: tuple[bytes, ...] = (
    b"", b" ", b"\x00", b"a\x00b", b"\xed\xa0\x80", b"\xff\xfe", "\u202e\u200f陈\u2066".encode(),
    "😀".encode() * 50, b"x" * 1_000_000, b"9" * 400, b"-1", b"0", b"1",
    b"-9223372036854775809", b"9223372036854775808", b"1e309", b"NaN", b"-inf", b"0.000001",
    "１２３".encode(), "²".encode(), b"1" * 31, b"0000-99-99", b"0000-00-00", b"9999-12-31",
    b"2026-02-30", b"0001-01-01", b"2026-09-14T99:99", SCRIPT, b"\"><svg onload=alert(1)>",
    b"{{7*7}}{% debug %}${7*7}", b"' OR 1=1; DROP TABLE x;--", b"=cmd|' /C calc'!A0",
    b"../../etc/passwd", b"%00%n%s", OTHER.encode(), b"p99999999", b"[]", b'{"a":1}', b"null",
    b"true", b"11010119900307123X", b"430902195003051234", b"13800000000\n", b"not-a-uuid",
)  # fmt: skip
ANSWERS = {200, 302, 400, 401, 403, 404, 405, 409, 410, 413, 422, 429}
MOST_FIELDS = 12
PLAUSIBLE = {"date": "2026-11-19", "number": "1", "month": "2026-11", "email": "a@b.cn"}


@dataclass
class Shown:
    """A form as a page shows it; `fields`: name → what a person could have chosen."""

    action: str
    fields: dict[str, bytes] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """The POST forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self.now, self.select = path, [], None, ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.now = Shown(at.get("action") or self.path)
            if at.get("method") == "post":
                self.found.append(self.now)
        elif self.now is not None:
            self.put(tag, at)

    def put(self, tag: str, at: dict[str, str]) -> None:
        name, kind = at.get("name", ""), at.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and at.get("value"):
            self.now.fields.setdefault(self.select, at["value"].encode())
        elif tag == "input" and kind == "file":
            self.now.files.add(name)
        elif tag in {"input", "textarea", "button"} and name:
            self.now.fields.setdefault(name, plausible(name, kind, at))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.now = None
        if tag == "select":
            self.select = ""


def plausible(name: str, kind: str, at: dict[str, str]) -> bytes:
    if at.get("value"):
        return at["value"].encode()
    if "phone" in name or "contact" in name:
        return b"13900000000"
    if at.get("inputmode") in {"numeric", "decimal"}:
        return b"1"
    return PLAUSIBLE.get(kind, "按规定办理").encode()


class Attacker:
    """Signed in like anybody; each request is undone again."""

    turn = count()

    def __init__(self, client: Client) -> None:
        self.client, self.done, self.wrong, self.asked = client, set(), [], 0

    def attack(self, path: str) -> None:
        """Every form of the page, each address once; one without a page of its own bare."""
        with transaction.atomic():
            page = self.client.get(path)
            transaction.set_rollback(True)
        page_forms = Forms(path)
        if page.status_code == 200 and "text/html" in page.headers.get("Content-Type", ""):
            page_forms.feed(page.content.decode())
        bare = {"reason": b"1", "note": b"1"} if page.status_code == 405 else {}
        for one in page_forms.found or [Shown(path, bare)]:
            if one.action not in self.done:
                self.done.add(one.action)
                for pairs in bodies(one, self.turn):
                    self.send(one, pairs)

    def send(self, form: Shown, pairs: list[tuple[str, bytes]]) -> None:
        self.asked += 1
        content, media_type = encoded(pairs, form.files)
        try:
            with transaction.atomic():
                answer = self.client.generic("POST", form.action, content, content_type=media_type)
                transaction.set_rollback(True)
        except Exception as error:
            fault = f"{type(error).__name__}: {str(error)[:200]}"
        else:
            fault = wrong(answer)
        if fault:
            sent = [(name, value[:40]) for name, value in pairs]
            self.wrong.append(f"{form.action}: {fault}\n    {sent}")


def bodies(form: Shown, turn: Iterator[int]) -> Iterator[list[tuple[str, bytes]]]:
    """Nothing; all hostile, once and twice; one hostile among what a person could have chosen."""
    yield []
    for times in (1, 2) if form.fields else ():
        yield [(name, value_at(turn)) for name in form.fields for _ in range(times)
               if name != "_key"]  # fmt: skip
    for name in list(form.fields)[:MOST_FIELDS]:
        good = {other: value for other, value in form.fields.items() if other != name}
        yield [*good.items(), (name, value_at(turn))]


def value_at(turn: Iterator[int]) -> bytes:
    return VALUES[next(turn) % len(VALUES)]


def encoded(pairs: list[tuple[str, bytes]], files: set[str]) -> tuple[bytes, str]:
    if not files:
        parts = [f"{name}={quote_from_bytes(value)}" for name, value in pairs]
        return "&".join(parts).encode(), "application/x-www-form-urlencoded"
    head = b'--x\r\nContent-Disposition: form-data; name="%s"'
    sent = [head % name.encode() + b"\r\n\r\n" + value for name, value in pairs]
    sent += [
        head % name.encode() + b'; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n' + picture()
        for name in files
    ]
    return b"\r\n".join([*sent, b"--x--", b""]), "multipart/form-data; boundary=x"


@cache
def picture() -> bytes:
    return jpeg()


def wrong(answer: HttpResponse) -> str:
    if answer.status_code not in ANSWERS:
        return str(answer.status_code)
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    if html and (SCRIPT in answer.content or b"<svg onload" in answer.content):
        return "echoed as it came"
    if html and answer.status_code >= 400 and answer.status_code != 405:
        words = answer.content.decode()
        return "" if any("\u4e00" <= one <= "\u9fff" for one in words) else "no sentence"
    return ""
