"""What if: parameters changed for a try-out, read from text and laid over those in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from doudi.common.money import yuan
from doudi.policies.rules.parameters import (
    Bundle,
    Dated,
    ParameterFault,
    bundle_for,
    covers,
    flat,
    shapes,
)
from doudi.policies.rules.registry import kinds_of, rule_files, words_for

AMOUNT = re.compile(r"(\d{1,9})/(month|year)")
RATIO = re.compile(r"(\d{1,9})/(\d{1,4})")
PLACE = re.compile(r"\d{2,12}")
YUAN = re.compile(r"(\d{1,7})(?:\.(\d{1,2}))?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，／％", "0123456789.,/%")
PERCENT = 100
BOOLS = {"true": True, "false": False}


@dataclass(frozen=True)
class Change:
    """One value as published, instead of the one in force. `place`: there alone; "" everywhere."""

    key: str
    value: Any
    place: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"key": self.key, "value": self.value, "place": self.place}


@dataclass(frozen=True)
class Scenario:
    """Changes that are tried out together."""

    code: str
    changes: tuple[Change, ...]


def read_change(text: str) -> Change:
    """`[PLACE:]KEY=VALUE` as the command line takes it; fen, as published: `525600/year`.

    Raises `ParameterFault` with one sentence.
    """
    key, equal, value = text.partition("=")
    place, colon, name = key.partition(":")
    if not equal or not value:
        raise ParameterFault(f"{text}：应写作 参数=值，如 dibao.standard.rural=525600/year")
    if not colon:
        place, name = "", key
    elif not PLACE.fullmatch(place):
        raise ParameterFault(f"{text}：{place} 不是行政区划代码")
    return checked(Change(name, value_of(name, value), place))


def value_of(key: str, text: str) -> Any:
    """The value that a text stands for, by the way the published values of this key are written."""
    if key not in shapes():
        raise ParameterFault(f"没有这个参数：{key}")
    tries = [_TEXTS[shape](text.strip()) for shape in sorted(shapes()[key])]
    found = [one for one in tries if one is not None]
    if not found:
        ways = "或".join(_WAYS[shape] for shape in sorted(shapes()[key]))
        raise ParameterFault(f"{key}：{text} 读不了，应写作{ways}")
    return found[0]


def written_value(key: str, text: str, now: Any) -> Any:
    """The value that an officer writes in a form: yuan in the period published, 1.5, 3/2 or 60%.

    `now` is the value in force. Raises `ParameterFault` with one sentence.
    """
    plain = text.strip().translate(_FULL_WIDTH).replace(",", "")
    if isinstance(now, Mapping) and "amount_fen" in now:
        found = YUAN.fullmatch(plain.removesuffix("元"))
        if found is None:
            raise ParameterFault(f"{key}：请写金额，如 5256 或 5256.50（元）")
        fen = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
        return {"amount_fen": fen, "period": now["period"]}
    if isinstance(now, Mapping) and "num" in now:
        return _written_ratio(key, plain)
    return value_of(key, plain if not isinstance(now, list) else plain.replace("、", ","))


def as_written(value: Any, now: Any) -> str:
    """What an officer would write for this value: `written_value` reads it back. Empty where `now`
    is published for another period: then the amount cannot be written without converting."""
    if isinstance(value, Mapping) and "amount_fen" in value:
        same = isinstance(now, Mapping) and value["period"] == now.get("period")
        return yuan(value["amount_fen"]).replace(",", "").removesuffix(".00") if same else ""
    if isinstance(value, Mapping) and "num" in value:
        whole = f"{value['num']}%" if value["den"] == PERCENT else ""
        return whole or f"{value['num']}/{value['den']}"
    if isinstance(value, Mapping):
        return str(value["month"])
    if isinstance(value, bool):
        return "true" if value else "false"
    return "、".join(value) if isinstance(value, list) else str(value)


def _written_ratio(key: str, text: str) -> Any:
    try:
        percent = text.endswith("%")
        found = Fraction(text.removesuffix("%")) / (100 if percent else 1)
    except (ValueError, ZeroDivisionError) as fault:
        raise ParameterFault(f"{key}：请写倍数或比例，如 1.5、3/2 或 60%") from fault
    if found < 0 or found.denominator > 1000:
        raise ParameterFault(f"{key}：请写倍数或比例，如 1.5、3/2 或 60%")
    return {"num": found.numerator, "den": found.denominator}


def checked(change: Change) -> Change:
    """The change, if its value is one that the rules can read. Raises `ParameterFault`."""
    allowed = words_for(change.key)
    if allowed and change.value not in allowed:
        raise ParameterFault(f"{change.key}：{change.value} 不是 {'、'.join(allowed)} 之一")
    flat({change.key: change.value})
    return change


def change_from(data: Mapping[str, Any]) -> Change:
    """A stored change."""
    return Change(str(data["key"]), data["value"], str(data.get("place", "")))


def _amount(text: str) -> Any:
    found = AMOUNT.fullmatch(text)
    return {"amount_fen": int(found[1]), "period": found[2]} if found else None


def _ratio(text: str) -> Any:
    found = RATIO.fullmatch(text)
    return {"num": int(found[1]), "den": int(found[2])} if found else None


_TEXTS: Mapping[str, Any] = {
    "{amount_fen, period}": _amount,
    "{den, num}": _ratio,
    "{month}": lambda text: {"month": text} if re.fullmatch(r"\d{4}-\d{2}", text) else None,
    "true/false": BOOLS.get,
    "整数": lambda text: int(text) if re.fullmatch(r"\d{1,10}", text) else None,
    "列表": lambda text: [one.strip() for one in text.split(",") if one.strip()],
    "文字": lambda text: text or None,
}
_WAYS = {
    "{amount_fen, period}": "分/month 或分/year，如 525600/year",
    "{den, num}": "分数，如 3/2",
    "{month}": "月份，如 2026-01",
    "true/false": "true 或 false",
    "整数": "整数",
    "列表": "用逗号隔开的代码",
    "文字": "代码",
}


# --- laid over what is in force ---------------------------------------------------------------


def bundles_for(
    places: Iterable[str], on: date, own: Sequence[Dated], changes: Sequence[Change] = ()
) -> dict[str, Bundle]:
    """Each place's parameters in force on a day, with the changes that reach it."""
    found = {}
    for place in places:
        reached = sorted(
            (one for one in changes if not one.place or covers(one.place, place)),
            key=lambda one: len(one.place),
        )
        base = bundle_for(place, on, own)
        found[place] = base.with_values({one.key: one.value for one in reached})
    return found


def affected(codes: Iterable[str], changes: Sequence[Change]) -> tuple[str, ...]:
    """The programmes whose rules read what was changed: the others answer as before."""
    keys = {one.key for one in changes}
    return tuple(code for code in codes if keys & _reads(code))


def _reads(code: str) -> set[str]:
    names = {name for file in rule_files(code) for name in kinds_of(file)}
    return names | {name.removesuffix(".num").removesuffix(".den") for name in names}
