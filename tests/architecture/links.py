"""What a page offers: its links and its forms, followed by the person who was shown them."""

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.factories import accounts

LINK = re.compile(r'<a\b[^>]*?\bhref="(/[^"#]*)')
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
ACTION = re.compile(r'\baction="(/[^"#]*)"')
BUTTON = re.compile(r'<button\b[^>]*\btype="submit"[^>]*>|<input\b[^>]*\btype="submit"[^>]*>')
SHUT = {403, 404}
ONCE_EACH = 1
"""How many links from one kind of page to one kind of page are followed, per person."""
# signing out, and what speaks of the sign-in rather than of a record
PASSED = {"account_logout"}


class Reader:
    """One person with a browser. Each request is undone again."""

    def __init__(self, who: Any) -> None:
        self.client = Client()
        accounts.sign_in(self.client, who)
        self.followed: Counter[tuple[str, ...]] = Counter()
        self.known: dict[tuple[str, str], int] = {}

    def shut_behind(self, start: Iterable[str], *, onward: bool = False) -> list[str]:
        """Everything offered on these pages that is refused; `onward`: also on the pages that
        their links lead to, and so on."""
        wrong: list[str] = []
        waiting, seen = list(start), set()
        while waiting:
            path = waiting.pop(0)
            if path in seen:
                continue
            seen.add(path)
            page = self.ask("GET", path)
            if page.status_code != 200 or "text/html" not in page.headers["Content-Type"]:
                continue
            html = page.content.decode()
            for method, to in [*links(html), *forms(html, path)]:
                if not self.is_new(path, method, to):
                    continue
                status = self.status(method, to)
                if status in SHUT:
                    wrong.append(f"{path}: {method} {to}: {status}")
                if onward and method == "GET" and status == 200:
                    waiting.append(to)
        return wrong

    def is_new(self, path: str, method: str, to: str) -> bool:
        kind = (name_of(path), method, name_of(to))
        self.followed[kind] += 1
        return kind[2] not in PASSED and self.followed[kind] <= ONCE_EACH

    def status(self, method: str, to: str) -> int:
        if (method, to) not in self.known:
            self.known[method, to] = self.ask(method, to).status_code
        return self.known[method, to]

    def ask(self, method: str, path: str) -> HttpResponse:
        with transaction.atomic():
            answer = self.client.generic(method, path)
            transaction.set_rollback(True)
        return answer


def links(html: str) -> list[tuple[str, str]]:
    return [("GET", unescape(to)) for to in dict.fromkeys(LINK.findall(html))]


def forms(html: str, path: str) -> list[tuple[str, str]]:
    """Those that can be pressed: with a button that is not greyed."""
    found = []
    for head, inside in FORM.findall(html):
        pressed = [one for one in BUTTON.findall(inside) if "disabled" not in one]
        if 'method="post"' in head and pressed:
            action = ACTION.search(head)
            found.append(("POST", unescape(action[1]) if action else path))
    return found


def name_of(path: str) -> str:
    try:
        found = resolve(path.split("?")[0])
    except Resolver404:
        return path
    return str(found.url_name)
