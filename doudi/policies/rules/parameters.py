"""Dated parameters: read from data, one value a day, and frozen as a bundle with a hash."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from doudi.policies.rules.cases import month_number

HERE = Path(__file__).resolve().parent.parent
NATION = "00"
MOST = 10**9
MONTH = r"[12][0-9]{3}-(0[1-9]|1[0-2])"
STANDINGS = ("confirmed", "read in a mirror", "assumed")


class ParameterFault(ValueError):
    """A parameter is missing, doubled, or of a shape or choice that no rule knows."""


@dataclass(frozen=True)
class Dated:
    """One value of one place from a day until before another (None: still in force)."""

    key: str
    place: str
    value: Any
    from_on: date
    until_on: date | None
    basis: str
    standing: str
    taken_from: str = ""
    rank: int = 0

    def holds(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True)
class Bundle:
    """The parameters in force at a place on a day. The hash is of the content alone."""

    content: Mapping[str, Any]

    def __hash__(self) -> int:
        return hash(self.hash)

    @cached_property
    def hash(self) -> str:
        text = json.dumps(self.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def values(self) -> Mapping[str, Mapping[str, Any]]:
        found: Mapping[str, Mapping[str, Any]] = self.content["values"]
        return found

    def value(self, key: str) -> Any:
        """The value as published. A missing one is a refusal, never a default."""
        if key not in self.values:
            raise ParameterFault(f"参数 {key}：{self.content.get('place', '')} 没有当日有效的值")
        return self.values[key]["value"]

    def standings(self) -> dict[str, str]:
        """The standing of every value: confirmed, read in a mirror, or assumed."""
        return {key: one["standing"] for key, one in self.values.items()}

    def replaced(self, **values: Any) -> Bundle:
        """The same bundle with some values replaced, for trying out; marked assumed.

        A dot in a key is written as two underscores.
        """
        return self.with_values({key.replace("__", "."): one for key, one in values.items()})

    def with_values(self, values: Mapping[str, Any]) -> Bundle:
        """The same bundle with some values replaced; each is marked assumed."""
        merged = {key: dict(one) for key, one in self.values.items()}
        for key, value in values.items():
            merged[key] = {**merged.get(key, {}), "value": value, "standing": "assumed"}
        return Bundle({**self.content, "values": merged})

    def as_json(self) -> dict[str, Any]:
        """The content, to be stored or exported; `bundle_from` reads it back."""
        copied: dict[str, Any] = json.loads(json.dumps(self.content, ensure_ascii=False))
        return copied


def bundle_from(data: object) -> Bundle:
    """Reads an exported bundle. Raises `ParameterFault` with one line for every fault."""
    if not isinstance(data, Mapping) or not isinstance(data.get("values"), Mapping):
        raise ParameterFault("参数文件应为 JSON 对象，含 place 与 values")
    lines = [line for key, one in data["values"].items() for line in _value_faults(key, one)]
    if lines:
        raise ParameterFault("\n".join(lines))
    return Bundle({"place": str(data.get("place", "")), "values": dict(data["values"])})


def _value_faults(key: str, one: object) -> Iterator[str]:
    if not isinstance(one, Mapping) or "value" not in one or "standing" not in one:
        yield f"values.{key}：要有 value 与 standing"
        return
    if one["standing"] not in STANDINGS:
        yield f"values.{key}.standing：只能是 {'、'.join(STANDINGS)}"
    try:
        flat({key: one["value"]})
    except ParameterFault as fault:
        yield str(fault)
        return
    published = shapes().get(key, frozenset())
    if published and shape_of(one["value"]) not in published:
        yield f"values.{key}.value：写法应为 {'或'.join(sorted(published))}"


def shape_of(value: Any) -> str:
    """How a value is written, so that yuan a month is not read as a plain number."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(sorted(value)) + "}"
    names = {bool: "true/false", int: "整数", str: "文字", list: "列表"}
    return names.get(type(value), "其他")


@cache
def shapes() -> Mapping[str, frozenset[str]]:
    """For each shipped key: the ways its values are written."""
    found: dict[str, set[str]] = {}
    for one in shipped_values():
        found.setdefault(one.key, set()).add(shape_of(one.value))
    return {key: frozenset(several) for key, several in found.items()}


def bundle_for(place: str, on: date, own: Iterable[Dated] = ()) -> Bundle:
    """The bundle in force at `place` on a day: the nearest place wins.

    `own` are values kept elsewhere (the database); they come before the shipped baseline.
    """
    mine = [_ranked(one) for one in own]
    check_no_overlap(mine)
    nearest: dict[str, Dated] = {}
    for one in (*shipped_values(), *mine):
        if one.holds(on) and covers(one.place, place):
            known = nearest.get(one.key)
            if known is None or _nearness(known) <= _nearness(one):
                nearest[one.key] = one
    values = {key: _content(nearest[key]) for key in sorted(nearest)}
    return Bundle({"place": place, "values": values})


def covers(wide: str, narrow: str) -> bool:
    """Whether the place `narrow` lies in `wide`; the nation covers all."""
    return wide == NATION or narrow.startswith(wide)


def _ranked(one: Dated) -> Dated:
    return Dated(**{**one.__dict__, "rank": 1})


def _nearness(one: Dated) -> tuple[int, int]:
    return (0 if one.place == NATION else len(one.place), one.rank)


def _content(one: Dated) -> dict[str, Any]:
    return {
        "value": one.value,
        "place": one.place,
        "from": one.from_on.isoformat(),
        "until": one.until_on.isoformat() if one.until_on else None,
        "basis": one.basis,
        "standing": one.standing,
        "taken_from": one.taken_from,
    }


def check_no_overlap(values: Sequence[Dated]) -> None:
    """Refuses two values of one key and place for one day."""
    last: dict[tuple[str, str], Dated] = {}
    for one in sorted(values, key=lambda value: (value.key, value.place, value.from_on)):
        before = last.get((one.key, one.place))
        if before and (before.until_on is None or one.from_on < before.until_on):
            raise ParameterFault(f"参数 {one.key}（{one.place}）：{one.from_on} 起有两个值")
        last[one.key, one.place] = one


def read_values(text: str, name: str = "") -> tuple[Dated, ...]:
    """Reads a parameter file; a value may name a place of its own.

    Overlap, unknown standing or a missing basis is refused.
    """
    data = yaml.safe_load(text)
    place = str(data["place"])
    values = tuple(_dated(one, place, name) for one in data["parameters"])
    check_no_overlap(values)
    return values


def _dated(one: Mapping[str, Any], place: str, name: str) -> Dated:
    missing = {"key", "value", "from", "basis", "standing"} - set(one)
    if missing:
        raise ParameterFault(f"{name} {one.get('key', '')}：缺少 {'、'.join(sorted(missing))}")
    if one["standing"] not in STANDINGS:
        raise ParameterFault(f"{name} {one['key']}：standing 不认识")
    if one["standing"] == "assumed" and not one.get("taken_from"):
        raise ParameterFault(f"{name} {one['key']}：assumed 要写 taken_from")
    flat({one["key"]: one["value"]})
    return Dated(
        one["key"], str(one.get("place", place)), one["value"], one["from"], one.get("until"),
        one["basis"], one["standing"], one.get("taken_from", ""),
    )  # fmt: skip


@cache
def shipped_values() -> tuple[Dated, ...]:
    """The baseline that ships: the nation's per programme, and the two cities'."""
    paths = sorted(HERE.glob("programmes/*/parameters.yaml"))
    paths += sorted(HERE.glob("places/*.yaml"))
    found = tuple(
        one for path in paths for one in read_values(path.read_text(encoding="utf-8"), path.name)
    )
    check_no_overlap(found)
    return found


Plain = int | bool | str


def flat(values: Mapping[str, Any]) -> dict[str, Plain]:
    """Published values as rules read them: standards per year, ratios as two integers."""
    found: dict[str, Plain] = {}
    for key, value in values.items():
        found |= _flat_one(key, value)
    return found


def _flat_one(key: str, value: Any) -> dict[str, Plain]:
    if isinstance(value, bool | str):
        return {key: value}
    if isinstance(value, int) and 0 <= value <= MOST:
        return {key: value}
    if isinstance(value, list) and all(isinstance(code, str) for code in value):
        return {key: "".join(f"|{code}" for code in value) + "|"}
    if isinstance(value, Mapping):
        found = _flat_mapping(key, value)
        if found:
            return found
    raise ParameterFault(f"参数 {key}：不认识的写法")


def _flat_mapping(key: str, value: Mapping[str, Any]) -> dict[str, Plain]:
    whole = {name: one for name, one in value.items() if type(one) is int and 0 <= one <= MOST}
    if set(value) == {"num", "den"} == set(whole) and 0 < whole["den"] <= 1000 >= whole["num"]:
        return {f"{key}.num": whole["num"], f"{key}.den": whole["den"]}
    if set(value) == {"month"} and re.fullmatch(MONTH, str(value["month"])):
        return {key: month_number(value["month"])}
    if set(value) == {"amount_fen", "period"} and "amount_fen" in whole:
        times = {"month": 12, "year": 1}.get(value["period"])
        return {key: whole["amount_fen"] * times} if times else {}
    return {}
