"""The policy library: documents as data, what our criteria cite of them, and search."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from doudi.policies.rules.parameters import STANDINGS
from doudi.policies.rules.registry import PROGRAMMES

FOLDER = Path(__file__).resolve().parent.parent / "library"
KINDS = ("law", "regulation", "notice", "local")
WANTED = {"title", "kind", "issuer", "from", "source", "read_on", "standing", "summary"}
MORE = {
    "number", "issued_on", "until", "ended_by", "replaces", "place", "programmes", "names",
    "short", "short_in", "articles", "changes",
}  # fmt: skip


class LibraryFault(ValueError):
    """A document of the library cannot be read: one sentence a line, each with its file."""


@dataclass(frozen=True)
class Article:
    """An article that rules rest on, in our own short words; never the wording of the law."""

    at: str
    about: str
    standing: str


@dataclass(frozen=True)
class Change:
    """What a document changed: before, after, and the articles of both."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Document:
    """One document. `place` "00" is the nation; `standing` says how its words were read.

    `text` is the whole text where it may stand whole, else empty. `names` are the ways in which
    criteria cite it, `short` those that need a clear space before them, `short_in` those of one
    programme only. `until` is the day on which it ended, by `ended_by`.
    """

    code: str
    title: str
    kind: str
    number: str
    issuer: str
    issued_on: date | None
    from_on: date
    until_on: date | None
    ended_by: str
    replaces: tuple[str, ...]
    place: str
    source: str
    read_on: date
    standing: str
    summary: str
    programmes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    short_in: Mapping[str, tuple[str, ...]] | None = None
    articles: tuple[Article, ...] = ()
    changes: tuple[Change, ...] = ()
    text: str = ""

    def holds(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on < self.until_on)

    def written(self) -> str:
        """Everything of it that a search looks through."""
        own = [f"{one.at} {one.about}" for one in self.articles]
        own += [f"{one.what} {one.before} {one.after}" for one in self.changes]
        head = (self.title, self.number, self.issuer, *self.names, self.summary)
        return "\n".join((*head, *own, self.text))


@cache
def documents(folder: Path = FOLDER) -> tuple[Document, ...]:
    """The shipped documents by kind, newest first. Raises `LibraryFault` with every fault."""
    paths = sorted(folder.glob("*.yaml"))
    given = {path.stem: _mapping(path) for path in paths}
    lines = [line for code, data in given.items() for line in _faults(code, data, given)]
    lines += _doubled(given)
    if lines:
        raise LibraryFault("\n".join(lines))
    found = [_document(path.stem, given[path.stem], path) for path in paths]
    newest = sorted(found, key=lambda one: one.from_on, reverse=True)
    return tuple(sorted(newest, key=lambda one: KINDS.index(one.kind)))


def document(code: str, folder: Path = FOLDER) -> Document | None:
    return next((one for one in documents(folder) if one.code == code), None)


def plain(text: str) -> str:
    """Text as it is compared: full width and half width, capital and small are the same."""
    return unicodedata.normalize("NFKC", text).lower()


def word_keys(text: str) -> frozenset[str]:
    """Characters and pairs of neighbours of each word: stored, so that a search reads an index."""
    words = plain(text).split()
    pairs = {word[at : at + 2] for word in words for at in range(len(word) - 1)}
    return frozenset(pairs | {one for word in words for one in word})


def asked_for(query: str) -> tuple[str, ...]:
    """The words of a question, at most eight; empty for nothing to look for."""
    return tuple(plain(query).split()[:8])


def says(text: str, words: Sequence[str]) -> bool:
    """Whether every word stands in the text."""
    found = plain(text)
    return all(word in found for word in words)


def excerpt(text: str, words: Sequence[str], around: int = 24) -> str:
    """The line in which the first word stands, cut on both sides; empty if there is none."""
    for line in text.splitlines():
        at = plain(line).find(words[0]) if words else -1
        if at >= 0:
            start, end = max(0, at - around), at + len(words[0]) + around
            before, after = "…" if start else "", "…" if end < len(line) else ""
            return f"{before}{line[start:end].strip()}{after}"
    return ""


# --- reading ----------------------------------------------------------------------------------


def _mapping(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f" 第 {mark.line + 1} 行" if mark else ""
        raise LibraryFault(f"{path.name}{where}：不是 YAML") from fault
    if not isinstance(data, dict):
        raise LibraryFault(f"{path.name}：应为字段和值")
    return data


def _faults(code: str, data: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    name = f"{code}.yaml"
    for field in sorted(WANTED - set(data)):
        yield f"{name}：缺少 {field}"
    for field in sorted(set(data) - WANTED - MORE):
        yield f"{name}：没有这个字段：{field}"
    for field, allowed in (("kind", KINDS), ("standing", STANDINGS)):
        if data.get(field, allowed[0]) not in allowed:
            yield f"{name}：{field} 只能是 {'、'.join(allowed)}"
    yield from _day_faults(name, data)
    yield from _unknown(name, data, known)
    yield from _article_faults(name, data)


def _unknown(name: str, data: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    for other in data.get("replaces", ()):
        if other not in known:
            yield f"{name}：replaces 里没有这份文件：{other}"
    for programme in data.get("programmes", ()):
        if not (PROGRAMMES / programme / "rules").is_dir():
            yield f"{name}：没有这个项目：{programme}"


def _day_faults(name: str, data: Mapping[str, Any]) -> Iterator[str]:
    for field in ("from", "read_on", "issued_on", "until"):
        if data.get(field) is not None and type(data[field]) is not date:
            yield f"{name}：{field} 应为日期，如 2026-07-01"
            return
    if data.get("until") and "from" in data and data["until"] <= data["from"]:
        yield f"{name}：until 要晚于 from"
    if data.get("until") and not data.get("ended_by"):
        yield f"{name}：有 until 就要写 ended_by"


def _article_faults(name: str, data: Mapping[str, Any]) -> Iterator[str]:
    seen: set[str] = set()
    for one in data.get("articles", ()):
        at = one.get("at", "")
        if not at or not one.get("about"):
            yield f"{name}：articles 每条要有 at 与 about"
        elif at in seen:
            yield f"{name}：{at} 写了两次"
        if one.get("standing", "assumed") not in STANDINGS:
            yield f"{name}：{at} 的 standing 不认识"
        seen.add(at)


def _doubled(given: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A number or a way of citing that two documents claim."""
    owner: dict[str, str] = {}
    lines = []
    for code, data in given.items():
        short = set(data.get("short", ()))
        claimed = {str(data.get("number", "")), *data.get("names", ()), *short} - {""}
        lines += [
            f"{code}.yaml：{name} 已经是 {owner[name]}.yaml 的"
            for name in sorted(claimed)
            if owner.setdefault(name, code) != code
        ]
    return lines


def _document(code: str, data: Mapping[str, Any], path: Path) -> Document:
    text = path.with_suffix(".md")
    standing = data["standing"]
    kept = {one.name: data.get(one.name, "") for one in fields(Document)}
    kept |= {"code": code, "from_on": data["from"], "until_on": data.get("until")}
    kept |= {"issued_on": data.get("issued_on"), "place": str(data.get("place", "00"))}
    for name in ("replaces", "programmes", "names", "short"):
        kept[name] = tuple(data.get(name, ()))
    kept["short_in"] = {one: tuple(names) for one, names in data.get("short_in", {}).items()}
    kept["articles"] = tuple(
        Article(one["at"], one["about"], one.get("standing", standing))
        for one in data.get("articles", ())
    )
    kept["changes"] = tuple(
        Change(one["what"], one["before"], one["after"]) for one in data.get("changes", ())
    )
    kept["text"] = text.read_text(encoding="utf-8") if text.exists() else ""
    return Document(**kept)
