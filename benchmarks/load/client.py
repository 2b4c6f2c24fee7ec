"""Cheap browsers: a session, a CSRF cookie, one kept connection per thread, and a clock."""

from __future__ import annotations

import http.client
import re
import secrets
import string
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|_key)" value="([^"]+)"')
_LETTERS = string.ascii_letters + string.digits
IDLE = 10.0  # seconds; the server closes a kept connection after 30
_here = threading.local()


class Unexpected(Exception):
    """An answer that a lifecycle does not go on from: kept as an error of the run."""


@dataclass
class Timings:
    """Milliseconds of each request by kind and station, and what went wrong, how often."""

    read: list[float] = field(default_factory=list)
    write: list[float] = field(default_factory=list)
    stations: dict[str, list[float]] = field(default_factory=dict)
    finished: list[tuple[float, float]] = field(default_factory=list)  # end, ms
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, station: str, started: float) -> None:
        ended = time.monotonic()
        took = (ended - started) * 1000
        (self.read if kind == "GET" else self.write).append(took)
        self.stations.setdefault(f"{kind} {station}", []).append(took)
        self.finished.append((ended, took))


@dataclass
class Browser:
    """Of one person. `due` is when the next request should have begun (0: now)."""

    port: int
    session: str
    timings: Timings
    due: float = 0.0
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        token = "".join(secrets.choice(_LETTERS) for _ in range(32))
        self.cookies = {"sessionid": self.session, "csrftoken": token}

    def read(self, station: str, path: str) -> str:
        """The page; raises Unexpected if it is anything but a page."""
        status, _, text = self._ask("GET", station, path, None)
        if status != 200:
            raise Unexpected(f"GET {station}: {status}")
        return text

    def write(self, station: str, path: str, page: str, **values: object) -> str:
        """Sends the form of this address on the page; gives where the answer leads."""
        sent = form_of(page, path) | {name: str(value) for name, value in values.items()}
        status, location, text = self._ask("POST", station, path, urlencode(sent))
        if status not in {302, 303}:
            raise Unexpected(f"POST {station}: {status}{_said(text)}")
        return location

    def _ask(self, kind: str, station: str, path: str, body: str | None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started, self.due = self.due or time.monotonic(), 0.0
        connection = _connection(self.port)
        try:
            connection.request(kind, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as broken:
            connection.close()
            raise Unexpected(f"{kind} {station}: {type(broken).__name__}") from broken
        self.timings.add(kind, station, started)
        self._keep(answer.headers.get_all("Set-Cookie") or [])
        return answer.status, answer.headers.get("Location", ""), text

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value


def _connection(port: int) -> http.client.HTTPConnection:
    kept: http.client.HTTPConnection | None = getattr(_here, "connection", None)
    now, used = time.monotonic(), getattr(_here, "used", 0.0)
    if kept is not None and now - used > IDLE:
        kept.close()
    if kept is None or kept.port != port:
        kept = _here.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    _here.used = now
    return kept


def form_of(page: str, path: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to this path, else of the one sent to itself."""
    forms = page.split("<form")[1:]
    own = [one for one in forms if f'action="{path}"' in one.partition(">")[0]]
    bare = [one for one in forms if "action=" not in one.partition(">")[0]]
    if not (own or bare):
        raise Unexpected(f"no form for {path.strip('/').split('/')[-1]}")
    return dict(_HIDDEN.findall((own or bare)[0].partition("</form>")[0]))


def _said(text: str) -> str:
    """The sentence of a refusal, without numbers: for the list of errors."""
    found = re.search(r'class="(?:invalid-feedback|dd-error|dd-notice)[^"]*"[^>]*>([^<]+)', text)
    return " " + re.sub(r"\d+", "#", found.group(1).strip()) if found else ""
