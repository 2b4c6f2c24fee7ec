"""Finds in a criterion's words which document and article it cites, so that it can be opened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from doudi.policies.rules.library import Document, documents
from doudi.policies.rules.registry import PROGRAMMES, programmes, rule_files

ARTICLE = re.compile(
    r"第[〇一二三四五六七八九十百]+条|(?:(?<=号)|(?<=意见))（[一二三四五六七八九十]+）"
)
BEFORE = r"(?<![〕0-9一-鿿])"
AFTER = r"(?=第|[^一-鿿]|$)"
ENDS = re.compile(r"[。；\n|]")


@dataclass(frozen=True)
class Piece:
    """A stretch of words; `document` is empty for plain words.

    `article` is what it cites of the document, `anchor` where that stands on the page, if it does.
    """

    text: str
    document: str = ""
    article: str = ""
    anchor: str = ""


def anchor_of(document: Document, at: str) -> str:
    """The name of the article on the document's page; empty if we have no words about it."""
    for number, one in enumerate(document.articles, start=1):
        if one.at == at:
            return f"a{number}"
    return ""


@cache
def pieces(text: str, programme: str = "") -> tuple[Piece, ...]:
    """The words cut at what they cite: names of documents, and articles after a name.

    A name counts until the sentence ends, so that 第十三条、第十四条 both belong to it.
    """
    known = {one.code: one for one in documents()}
    pattern, owners = _names(programme)
    found: list[Piece] = []
    current, at = "", 0
    for hit in pattern.finditer(text):
        if ENDS.search(text[at : hit.start()]):
            current = ""
        named = owners.get(hit.group())
        current = named or current
        if not current:
            continue
        article = "" if named else hit.group()
        head = "" if named or hit.start() > at or not found else found.pop().text
        anchor = anchor_of(known[current], article)
        found += [Piece(text[at : hit.start()])] if hit.start() > at else []
        found.append(Piece(head + hit.group(), current, article, anchor))
        at = hit.end()
    return (*found, Piece(text[at:])) if text[at:] else tuple(found)


@cache
def _names(programme: str) -> tuple[re.Pattern[str], dict[str, str]]:
    long: dict[str, str] = {}
    short: dict[str, str] = {}
    for one in documents():
        long |= dict.fromkeys((*one.names, *([one.number] if one.number else [])), one.code)
        own = (one.short_in or {}).get(programme, ())
        short |= dict.fromkeys((*one.short, *own), one.code)
    by_length = sorted(long, key=len, reverse=True)
    parts = [re.escape(name) for name in by_length]
    parts += [BEFORE + re.escape(name) + AFTER for name in sorted(short, key=len, reverse=True)]
    return re.compile("|".join((*parts, ARTICLE.pattern))), long | short


@dataclass(frozen=True)
class Resting:
    """A criterion that rests on a document. `article` is empty if none is named."""

    programme: str
    criterion: str
    label: str
    article: str


@cache
def resting_on(code: str) -> tuple[Resting, ...]:
    """The criteria of all rule files that cite the document, each once."""
    found: dict[tuple[str, str, str], Resting] = {}
    for programme in programmes():
        for file in rule_files(programme):
            for one in file.rule().criteria:
                for piece in pieces(one.article, programme):
                    if piece.document == code:
                        row = Resting(programme, one.id, one.label, piece.article)
                        found[programme, one.id, piece.article] = row
    bare = {(one.programme, one.criterion) for one in found.values() if one.article}
    return tuple(
        one for one in found.values() if one.article or (one.programme, one.criterion) not in bare
    )


@cache
def programmes_of(code: str) -> tuple[str, ...]:
    """The programmes that rest on it: by a criterion, by their page, or as the document says."""
    listed = next((one.programmes for one in documents() if one.code == code), ())
    found = {one.programme for one in resting_on(code)} | set(listed)
    for programme in programmes():
        text = (PROGRAMMES / programme / "policy.md").read_text(encoding="utf-8")
        if any(piece.document == code for piece in pieces(text, programme)):
            found.add(programme)
    return tuple(sorted(found))


def documents_of(programme: str) -> Sequence[Document]:
    """The documents a programme rests on, in the order of the library."""
    return [one for one in documents() if programme in programmes_of(one.code)]
