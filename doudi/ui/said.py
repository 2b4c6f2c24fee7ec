"""A text of a data file, a rule or a stored record, said in the reader's language.

Rules and data are Chinese and know no gettext. Their texts are messages of the catalogue all the
same; a sentence that was put together (`低于界线 12.00 元`) is found by its pattern
(`低于界线 {1} 元`), and its parts are said in turn.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.utils.translation import get_language, gettext
from django.utils.translation.trans_real import catalog

from doudi.ui.text import MONTHS

CHINESE = re.compile("[\u3400-\u9fff]")
CITED = re.compile(r"（[^（）]*(?:号|法|条)[^（）]*）$")
HOLE = re.compile(r"(\{\d\}|%\(\w+\)[sd])")
DOT = " · "
NUMBERED = re.compile(r"([−-]? ?[\d,./%]+) ?(\D+)")
LISTED = re.compile(r"(\s*[；;、·：（）]\s*)")
DATE = re.compile(r"(?:(\d{4}) ?年 ?)?(1[0-2]|0?[1-9]) ?月(?: ?(\d{1,2}) ?日)?")
MARKS = {"；": "; ", "、": ", ", "·": " · ", "：": ": ", "（": " (", "）": ")"}


def said(text: object) -> str:
    """The English of a text where the reader chose English and there is one, else the text."""
    words = str(text)
    language = get_language() or ""
    if language.startswith("zh") or not CHINESE.search(words):
        return words
    return _said(words, language)


@lru_cache(maxsize=4000)
def _said(words: str, language: str) -> str:
    found = gettext(words)
    if found != words:
        return found
    if DOT in words:
        return DOT.join(said(part) for part in words.split(DOT))
    if day := DATE.fullmatch(words):
        return _dated(*day.groups())
    if cited := CITED.search(words):
        return f"{said(words[: cited.start()])} ({cited.group()[1:-1]})"
    if amount := NUMBERED.fullmatch(words):
        return f"{amount[1]} {said(amount[2])}"
    return _put_together(words, language)


def _put_together(words: str, language: str) -> str:
    for pattern, holes, english in _patterns(language):
        if hit := pattern.fullmatch(words):
            return _filled(english, dict(zip(holes, map(said, hit.groups()), strict=True)))
    pieces = LISTED.split(words)
    if len(pieces) == 1:
        return words
    return "".join(
        MARKS.get(one.strip(), one) if i % 2 else said(one) for i, one in enumerate(pieces)
    )


def _dated(year: str | None, month: str, day: str | None) -> str:
    return " ".join(part for part in (day, MONTHS[int(month) - 1], year) if part)


def _filled(english: str, parts: dict[str, str]) -> str:
    return HOLE.sub(lambda hole: parts[hole[1]], english).replace("%%", "%")


@lru_cache(maxsize=4)
def _patterns(language: str) -> Sequence[tuple[re.Pattern[str], list[str], str]]:
    """Each message with holes as an expression; the one with most words of its own first."""
    found = [
        (one, english)
        for one, english in catalog()._catalog.items()
        if isinstance(one, str) and HOLE.search(one) and CHINESE.search(one) and english
        if "}{" not in one  # nothing says where one part ends and the next begins
    ]
    found.sort(key=lambda pair: len(HOLE.sub("", pair[0])), reverse=True)
    return [(_expression(one), HOLE.findall(one), english) for one, english in found]


def _expression(pattern: str) -> re.Pattern[str]:
    parts = HOLE.split(pattern.replace("%%", "%"))[::2]
    return re.compile("(.*)".join(re.escape(part) for part in parts), re.DOTALL)


def pattern_of(pieces: Iterable[str | None]) -> str:
    """The message of a sentence put together: its own words, and `{1}`, `{2}` … for the rest."""
    found, hole = "", 0
    for piece in pieces:
        hole += piece is None
        found += f"{{{hole}}}" if piece is None else piece
    return found
