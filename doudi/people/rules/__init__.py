"""Keys by which Chinese names are ordered and searched, document numbers, and the letter's text."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pypinyin import Style, lazy_pinyin

TEXTS = Path(__file__).parent.parent / "texts"
AUTHORISATION_VERSION = "2026-07"
NAME_LENGTH = 60
# Working days within which somebody goes and tells, and again after a note was left.
TELL_WORKDAYS = 3
# Read otherwise as a surname than as a word.
SURNAMES = {
    "万俟": "mo qi", "尉迟": "yu chi", "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie",
    "查": "zha", "朴": "piao", "区": "ou", "盖": "ge", "翟": "zhai", "乐": "yue", "纪": "ji",
    "任": "ren", "华": "hua", "那": "na", "缪": "miao", "宁": "ning", "葛": "ge", "覃": "qin",
    "种": "chong", "折": "she", "繁": "po", "秘": "bi", "冼": "xian", "燕": "yan", "员": "yun",
    "黑": "he", "晟": "cheng", "召": "shao", "逄": "pang", "祭": "zhai", "车": "che", "沈": "shen",
}  # fmt: skip
_DOTS = str.maketrans(dict.fromkeys("•‧・･⋅∙．", "·"))
# Characters that older machines kept in the private area and GB 18030-2022 gave a place of its own.
_MOVED = str.maketrans(
    {
        0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4, 0xE826: 0x9FB5,
        0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8, 0xE83B: 0x2298F,
        0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE855: 0x241FE, 0xE864: 0x9FBB,
    }
)  # fmt: skip
_TO_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True)
class NameKeys:
    sort_key: bytes
    pinyin: str
    initials: str
    characters: list[str]


def clean_name(name: str) -> str:
    """One dot for all dots, no outer blanks, each character in the place the standard gave it."""
    plain = " ".join(name.translate(_MOVED).translate(_DOTS).split())
    return plain if plain.isascii() else plain.replace(" ", "")


def name_keys(name: str) -> NameKeys:
    """GB18030 bytes order common names by pinyin, the same on every server."""
    syllables = _syllables(name)
    return NameKeys(
        sort_key=name.encode("gb18030"),
        pinyin=latin_key("".join(syllables))[:240],
        initials=latin_key("".join(one[:1] for one in syllables))[:NAME_LENGTH],
        characters=sorted(set(name)),
    )


def latin_key(text: str) -> str:
    """How pinyin and foreign names are compared: small letters and digits only, ü as v."""
    return re.sub(r"[^a-z0-9]", "", text.lower().replace("ü", "v"))


def _syllables(name: str) -> list[str]:
    surname = next((one for one in (name[:2], name[:1]) if one in SURNAMES), "")
    rest = name[len(surname) :]
    words = re.split(r"[\s·]+", rest) if rest.isascii() else [rest]
    read = [s for word in words for s in lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)]
    return [*SURNAMES.get(surname, "").split(), *read]


def clean_document(number: str) -> str:
    """A document's number without blanks, in capitals and half-width; '' when it has none in it."""
    return re.sub(r"[^0-9A-Z一-鿿]", "", number.translate(_TO_ASCII).upper())


def mask_document(number: str) -> str:
    """The first two and the last two characters of a document's number."""
    return f"{number[:2]}{'*' * max(3, len(number) - 4)}{number[-2:]}"


@cache
def authorisation_text(version: str = AUTHORISATION_VERSION) -> str:
    """The letter's wording of one version; raises FileNotFoundError for an unknown version."""
    return (TEXTS / f"authorisation-{version}.txt").read_text(encoding="utf-8")


def authorisation_hash(version: str = AUTHORISATION_VERSION) -> str:
    return hashlib.sha256(authorisation_text(version).encode()).hexdigest()
