"""Keys by which Chinese names are ordered and searched, and the text of the authorisation."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pypinyin import lazy_pinyin

TEXTS = Path(__file__).parent / "texts"
AUTHORISATION_VERSION = "2026-07"


@dataclass(frozen=True)
class NameKeys:
    sort_key: bytes
    pinyin: str
    characters: list[str]


def name_keys(name: str) -> NameKeys:
    """GB18030 bytes order common names by pinyin, the same on every server."""
    return NameKeys(
        sort_key=name.encode("gb18030"),
        pinyin="".join(lazy_pinyin(name))[:240],
        characters=sorted(set(name)),
    )


@cache
def authorisation_text(version: str = AUTHORISATION_VERSION) -> str:
    """The letter's wording of one version; raises FileNotFoundError for an unknown version."""
    return (TEXTS / f"authorisation-{version}.txt").read_text(encoding="utf-8")


def authorisation_hash(version: str = AUTHORISATION_VERSION) -> str:
    return hashlib.sha256(authorisation_text(version).encode()).hexdigest()
