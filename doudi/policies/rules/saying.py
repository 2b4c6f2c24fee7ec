"""Parameters in words: the title of a key, a value as published, where it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

import yaml

from doudi.common.money import yuan
from doudi.policies.rules.parameters import HERE
from doudi.policies.rules.registry import PROGRAMMES, all_about, kinds_of, programmes, rule_for

PERIODS = {"month": "元/月", "year": "元/年"}
NUMBER = 100
FEN = "分"


@dataclass(frozen=True)
class Title:
    """What a key is called, and the unit of a plain number."""

    text: str
    unit: str = ""


@cache
def titles() -> Mapping[str, Title]:
    """The titles of `titles.yaml`, and of each programme's own parameter file."""
    found = dict(_file()["titles"])
    for path in sorted(PROGRAMMES.glob("*/parameters.yaml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8")).get("titles", {})
    return {key: Title(*text.split("|", 1)) for key, text in found.items()}


def title(key: str) -> Title:
    """The title, or the key itself when nobody has named it."""
    return titles().get(key, Title(key))


def word(code: str) -> str:
    """A choice or code in Chinese, or the code itself."""
    return str(_file()["words"].get(code, code))


def in_words(key: str, value: Any) -> str:
    """The value as published, with its unit: 5,016.00 元/年, 60%, 1.5 倍, 24 个月, 按户…"""
    if isinstance(value, Mapping):
        return _mapping_in_words(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        if key.endswith("_fen") or title(key).unit == FEN:
            return f"{yuan(value)} 元"
        return f"{value} {title(key).unit}".strip()
    if isinstance(value, list):
        return "、".join(word(code) for code in value) or "没有"
    return word(str(value))


def _mapping_in_words(value: Mapping[str, Any]) -> str:
    if "amount_fen" in value:
        return f"{yuan(value['amount_fen'])} {PERIODS[value['period']]}"
    if "month" in value:
        year, month = str(value["month"]).split("-")
        return f"{year} 年 {int(month)} 月"
    num, den = value["num"], value["den"]
    if num < den:
        return f"{num * NUMBER // den}%" if num * NUMBER % den == 0 else f"{num}/{den}"
    whole, rest = divmod(num * NUMBER, den)
    if rest:
        return f"{num}/{den}"
    text = f"{whole // NUMBER}.{whole % NUMBER:02d}".rstrip("0").rstrip(".")
    return f"{text} 倍"


@lru_cache(maxsize=400)
def keys_of(programme: str, on: date) -> tuple[str, ...]:
    """The parameters that the programme's rule of that day reads."""
    file = rule_for(programme, on)
    flat = kinds_of(file) if file else {}
    plain = {key.removesuffix(".num").removesuffix(".den") for key in flat}
    return tuple(sorted(plain))


@lru_cache(maxsize=2000)
def home_of(key: str, on: date) -> str:
    """The programme under which a key is listed: whose file ships it, else the first to read it."""
    if code := _shipped_by().get(key):
        return code
    if (head := key.split(".")[0]) in programmes():
        return head
    readers = [one.code for one in all_about() if key in keys_of(one.code, on)]
    return readers[0] if readers else ""


@cache
def _shipped_by() -> Mapping[str, str]:
    """Key → the programme whose file ships it; the first by name if several do."""
    found: dict[str, str] = {}
    for code in programmes():
        text = (PROGRAMMES / code / "parameters.yaml").read_text(encoding="utf-8")
        for one in yaml.safe_load(text)["parameters"] or ():
            found.setdefault(one["key"], code)
    return found


@cache
def shipped_places() -> tuple[tuple[str, str], ...]:
    """Code and name of the places whose values ship."""
    files = [
        yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(HERE.glob("places/*.yaml"))
    ]
    return tuple((str(data["place"]), str(data["name"])) for data in files)


@cache
def _file() -> Mapping[str, Any]:
    found: dict[str, Any] = yaml.safe_load((HERE / "titles.yaml").read_text(encoding="utf-8"))
    return found
