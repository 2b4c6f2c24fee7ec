"""A person who answers the self-assessment truthfully from the full case, as people do.

No fen, ages in years; who has several cars tells of the one that counts most; who was not asked
says nothing. Where the full case has no answer, neither has the person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.policies.rules.answers import BUSINESS, OWNED, is_young, may_work
from doudi.policies.rules.unknown import Unknown

Rows = Sequence[Mapping[str, Any]]
UNSURE = "unknown"
VEHICLES = ("car", "truck", "other", "sole_livelihood_vehicle", "motorcycle", "electric_bicycle",
            "mobility_vehicle")  # fmt: skip
WORSE = {
    "vehicle": VEHICLES,
    "machine": ("harvester", "small_farm"),
    "firm": ("trading", "micro_no_employee", "dormant"),
    "non_residential": ("shop", "only_home"),
}
NOT_INCOME = ("dibao", "disability_subsidy", "old_age_allowance")


@dataclass(frozen=True)
class Family:
    """The whole truth: four tables of plain values, as readers of the law take them."""

    place: str
    on: date
    tables: dict[str, Any]

    @property
    def case(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.tables["case"][0]
        return found

    @property
    def members(self) -> Rows:
        found: Rows = self.tables["member"]
        return found

    def items(self, kind: str, *names: str) -> list[Mapping[str, Any]]:
        return [one for one in self.tables["item"]
                if one["kind"] == kind and (not names or one["class"] in names)]  # fmt: skip


def answer(screen: str, family: Family, asks: Sequence[str]) -> dict[str, Any]:
    """What the person fills in on one screen; `asks` are the facts on the list of the last one."""
    if screen == "needs":
        return _needs(family, asks)
    found: dict[str, Any] = SCREENS[screen](family)
    return found


def _code(value: Any) -> Any:
    return UNSURE if isinstance(value, Unknown) else value


def _yes_no(value: Any) -> str:
    return UNSURE if isinstance(value, Unknown) else ("yes" if value else "no")


def _number(value: Any) -> int | None:
    return None if isinstance(value, Unknown) else value


def _yuan(fen: Any) -> int | None:
    return None if isinstance(fen, Unknown) else round(fen / 100)


def _total(items: Sequence[Mapping[str, Any]], less: str = "") -> int | None:
    """Yuan of several items; not known if one of them is not."""
    values = [one["amount_fen"] for one in items] + [one[less] for one in items if less]
    if any(isinstance(one, Unknown) for one in values):
        return None
    return round(sum(one["amount_fen"] - (one[less] if less else 0) for one in items) / 100)


def _age(born: Any, on: date) -> int | None:
    if isinstance(born, Unknown):
        return None
    return max(0, (on.year * 10000 + on.month * 100 + on.day - born) // 10000)


# --- screens ------------------------------------------------------------------------------------


def _place(family: Family) -> dict[str, Any]:
    holds = [one for one in family.case["holds"].split("|") if one]
    registration = _code(family.case["registration"])
    return {"place": family.place, "registration": registration, "holds": holds}


def _members(family: Family) -> dict[str, Any]:
    rows = [
        {
            "relation": one["relation"],
            "sex": _code(one["sex"]),
            "age": _age(one["born_on"], family.on),
            "student": _code(one["student"]),
        }
        for one in family.members
    ]
    return {"rows": rows, "single_parent": _yes_no(family.case["single_parent"])}


def _health(family: Family) -> dict[str, Any]:
    return {"rows": [_health_of(one) for one in family.members]}


def _health_of(one: Mapping[str, Any]) -> dict[str, Any]:
    months, kind = _number(one["care_months"]), _code(one["disability_kind"])
    care = UNSURE if months is None else ("none" if not months else _long(months))
    return {
        "disability": kind,
        "level": _number(one["disability_level"]) if kind not in ("none", UNSURE) else None,
        "illness": _code(one["illness"]),
        "care": care,
    }


def _long(months: int) -> str:
    return "long" if months >= 6 else "short"


def _situation(family: Family) -> dict[str, Any]:
    told = _members(family)["rows"]
    pairs = zip(family.members, told, strict=True)
    return {"rows": [_situation_of(one, is_young(row)) for one, row in pairs]}


def _situation_of(one: Mapping[str, Any], young: bool) -> dict[str, Any]:
    where = _code(one["absence"])
    if where == "none":
        where = {"yes": "home", "no": "apart"}.get(_yes_no(one["lives_with"]), UNSURE)
    months = [_number(one[f"{parent}_months"]) for parent in ("father", "mother")]
    known = [number for number in months if number is not None]
    return {
        "where": where,
        "cannot_live_alone": _yes_no(one["cannot_live_alone"]),
        "receives": _code(one["receives"]),
        "father": _code(one["father"]) if young else UNSURE,
        "mother": _code(one["mother"]) if young else UNSURE,
        "months": max(known, default=None),
    }


def _work(family: Family) -> dict[str, Any]:
    told = _members(family)["rows"]
    return {"rows": [_work_of(family, index) if may_work(row) else None
                     for index, row in enumerate(told)]}  # fmt: skip


def _work_of(family: Family, index: int) -> dict[str, Any]:
    one = family.members[index]
    own = [item for item in family.tables["item"] if item["member_row"] == index]
    gains = [item for item in own if item["kind"] == "income" and item["class"] in
             ("wage", "business")]  # fmt: skip
    costs = [item for item in own if (item["kind"], item["class"]) == ("expense", "business")]
    gain, cost = _total(gains), _total(costs)
    earned = None if gain is None or cost is None else max(0, gain - cost)
    employment = _code(one["employment"])
    if employment == UNSURE and any(item["class"] == "business" for item in gains):
        employment = BUSINESS[0]
    return {"employment": employment, "earned": earned}


def _money(family: Family) -> dict[str, Any]:
    rows = []
    for index in range(len(family.members)):
        own = [one for one in family.items("income", "transfer")
               if one["member_row"] == index and one["code"] not in NOT_INCOME]  # fmt: skip
        year = _total(own)
        codes = {_code(one["code"]) for one in own}
        kind = next(iter(codes)) if len(codes) == 1 else "pension"
        rows.append({"pension": None if year is None else round(year / 12), "kind": kind})
    shared = [one for one in family.items("income", "transfer")
              if one["member_row"] is None and one["code"] not in NOT_INCOME]  # fmt: skip
    return {
        "rows": rows,
        "property": _total(family.items("income", "property")),
        "gift": _total(shared),
        "other": _total(family.items("income", "other")),
    }


def _asset(family: Family) -> dict[str, Any]:
    homes = family.items("asset", "home")
    counts = [_number(one["count"]) for one in homes]
    areas = [_number(one["area_m2"]) for one in homes]
    year_ago = family.case["on"] - 10000
    return {
        "deposit": _total(family.items("asset", "financial")),
        "homes": None if None in counts else sum(one or 0 for one in counts),
        "area": None if None in areas else sum(one or 0 for one in areas),
        "resettled": _any(_yes_no(one["from_demolition"]) for one in homes),
        "recent": _any(_recent(one, year_ago) for one in homes),
        "owner": _owner(family.items("asset", *OWNED)),
        **{name: _thing(family.items("asset", name), name) for name in WORSE},
    }


def _owner(items: Sequence[Mapping[str, Any]]) -> int | None:
    """One name is asked for all of them; if they belong to several, they are the family's."""
    owners = {one["member_row"] for one in items if not one["no_record"]}
    return owners.pop() if len(owners) == 1 else None


def _any(several: Any) -> str:
    found = set(several)
    return "yes" if "yes" in found else (UNSURE if UNSURE in found else "no")


def _recent(home: Mapping[str, Any], year_ago: int) -> str:
    if isinstance(home["acquired_by"], Unknown) or isinstance(home["acquired_on"], Unknown):
        return UNSURE
    bought = home["acquired_by"] in ("bought", "built")
    return "yes" if bought and home["acquired_on"] > year_ago else "no"


def _thing(items: Sequence[Mapping[str, Any]], name: str) -> str:
    """Nobody needs a register to know what stands in the yard: a silent one is none."""
    there = {_code(one["code"]) for one in items if not one["no_record"]}
    if UNSURE in there:
        return UNSURE
    worst = [code for code in WORSE[name] if code in there]
    return worst[0] if worst else "none"


def _expense(family: Family) -> dict[str, Any]:
    schooling = family.items("expense", "schooling")
    paid = [_yuan(_lower(one)) for one in schooling]
    return {
        "medical": _total(family.items("expense", "medical"), "refund_fen"),
        "schooling": None if None in paid else sum(one or 0 for one in paid),
        "disability": _total(family.items("expense", "disability"), "refund_fen"),
    }


def _lower(one: Mapping[str, Any]) -> Any:
    values = [one["amount_fen"], one["public_fen"]]
    unknown = next((value for value in values if isinstance(value, Unknown)), None)
    return min(values) if unknown is None else unknown


def _supporters(family: Family) -> dict[str, Any]:
    return {
        "rows": [
            {
                "supports": one["member_row"],
                "relation": one["relation"],
                "age": _age(one["born_on"], family.on),
                "condition": _code(one["condition"]),
                "paid": _yuan(one["paid_fen"]),
                "size": _number(one["household_size"]),
                "income": _yuan(one["household_income_fen"]),
                "share": _number(one["supported_count"]),
                "agreed": _yuan(one["agreed_fen"]) if one["agreed"] else None,
            }
            for one in family.tables["supporter"]
        ]
    }


def _event(family: Family) -> dict[str, Any]:
    case, kind = family.case, _code(family.case["event_kind"])
    return {
        "kind": kind,
        "ago": _ago(case["event_on"], family.on) if kind != "none" else UNSURE,
        "cost": _yuan(case["event_cost_fen"]),
        "refund": _yuan(case["event_refund_fen"]),
        "again": _yes_no(case["event_again"]),
        "aided": _yuan(case["event_aided_fen"]),
    }


def _ago(day: Any, on: date) -> str:
    if isinstance(day, Unknown) or not day:
        return UNSURE
    then = date(day // 10000, day // 100 % 100, day % 100)
    limits = {"month": 31, "quarter": 92, "half": 183, "year": 366}
    days = (on - then).days
    return next((name for name, limit in limits.items() if days < limit), "before")


def _needs(family: Family, asks: Sequence[str]) -> dict[str, Any]:
    yes, silent = [], False
    for code in asks:
        grain, _, name = code.partition(".")
        rows = family.members if grain == "traits" else [family.case]
        yes += [code] if any(f"|{name}|" in row[f"{grain}_yes"] for row in rows) else []
        silent |= all(f"|{name}|" not in row[f"{grain}_{said}"]
                      for row in rows for said in ("yes", "no"))  # fmt: skip
    return {"asked": list(asks), "yes": yes, "unsure": silent}


SCREENS: Mapping[str, Callable[[Family], dict[str, Any]]] = {
    "place": _place, "members": _members, "health": _health, "situation": _situation,
    "work": _work, "money": _money, "asset": _asset, "expense": _expense,
    "supporters": _supporters, "event": _event,
}  # fmt: skip
