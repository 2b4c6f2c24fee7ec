"""The published shapes as SQL: rates by age, and who is asked which yes-or-no question."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate
from string import Template
from typing import Any

from doudi.policies.rules.registry import programmes, rule_for
from doudi.policies.rules.synthetic.shapes import (
    BAND,
    FOLDER,
    SLOTS,
    Kind,
    age_shares,
    kinds,
)
from doudi.policies.rules.vocabulary import Node

QUESTION_SALT = 100


def sql(name: str, values: Mapping[str, object]) -> str:
    """A query of the folder, with its values filled in."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return Template(text).substitute({key: str(one) for key, one in values.items()})


def seed_of(seed: int) -> int:
    """The seed as a number of 60 bits, unlike that of the seed beside it."""
    return int.from_bytes(hashlib.sha256(f"doudi synth {seed}".encode()).digest()[:8]) >> 4


def values_of(data: Mapping[str, Any], seed: int, place: str, on: date) -> dict[str, object]:
    """Everything that the queries have to fill in, but the chunk."""
    disability, illness = data["disability"], data["illness"]
    couple = next(kind.number for kind in kinds(data) if kind.code == "couple")
    return {
        "seed": seed_of(seed), "day": on.isoformat(), "date": on.strftime("%Y%m%d"),
        "place": f"'{place}'", "slots": SLOTS, "couple": couple,
        "urban": data["urban"]["share"],
        "hard": data["hardship"]["share"],
        "unable": data["hardship"]["unable"], "carer": data["hardship"]["carer"],
        "gaps": data["unknown"]["households"], "each": data["unknown"]["each"],
        "kinds": sum(disability["kinds"].values()),
        "disability_rate": _disability_rate(data),
        "disability_kind": _drawn({f"'{key}'": one for key, one in disability["kinds"].items()}),
        "disability_level": _drawn(disability["levels"]),
        "major_rate": _by_age(illness["major"]), "major_times": illness["poor_times"],
        "chronic_rate": _by_age(illness["chronic"]),
        "trait": _asked(data["traits"]["rows"], "key"),
        "need": _asked(data["needs"]["rows"], "home"),
    }  # fmt: skip


def _by_age(rates: Mapping[int, object]) -> str:
    several = sorted(rates.items(), reverse=True)
    return "CASE " + " ".join(f"WHEN age >= {age} THEN {one}" for age, one in several) + " END"


def _disability_rate(data: Mapping[str, Any]) -> str:
    """Per million, by age; the poorest tenth more often, so that all together have the rate."""
    told = data["disability"]
    starts = sorted(told["by_age"])
    shares, whole = age_shares(data), sum(told["by_age"].values())
    times = told["poor_times"]
    rates: dict[int, object] = {}
    for start, end in zip(starts, [*starts[1:], BAND * len(shares)], strict=True):
        people = sum(shares[start // BAND : end // BAND])
        rate = 100 * told["rate"] * told["by_age"][start] / whole / people / (0.9 + 0.1 * times)
        rates[start] = f"CASE WHEN poor THEN {round(rate * times)} ELSE {round(rate)} END"
    return _by_age(rates)


def _drawn(shares: Mapping[Any, int]) -> str:
    ends = zip(shares, accumulate(shares.values()), strict=True)
    return "CASE " + " ".join(f"WHEN drawn < {end} THEN {one}" for one, end in ends) + " END"


# --- yes-or-no questions ----------------------------------------------------------------------


def _asked(rows: Sequence[Mapping[str, Any]], key: str) -> str:
    """The number of the question that is answered yes, counted from 1; 0 if none is."""
    cases = [
        f"WHEN {_who(row)}draw({key}, {QUESTION_SALT + number}, 10000) < {row['rate']} "
        f"THEN {number}"
        for number, row in enumerate(rows, 1)
    ]
    return f"CASE {' '.join(cases)} ELSE 0 END"


def _who(row: Mapping[str, Any]) -> str:
    tests = []
    if "ages" in row:
        tests.append("age BETWEEN {} AND {}".format(*row["ages"]))
    if "sex" in row:
        tests.append("male" if row["sex"] == "male" else "NOT male")
    if "disabled" in row:
        tests.append("disabled")
    for name, column in (
        ("illness", "illness"), ("employment", "employment"), ("kinds", "kind_of_disability"),
    ):  # fmt: skip
        if name in row:
            tests.append(f"{column} IN ({', '.join(repr(one) for one in row[name])})")
    return "".join(f"{one} AND " for one in tests)


def questions(grain: str, on: date) -> frozenset[str]:
    """The codes of the yes-or-no questions that the rules in force ask of members or cases."""
    field = {"member": "traits_yes", "case": "needs_yes"}[grain]
    found: set[str] = set()
    for file in (rule_for(programme, on) for programme in programmes()):
        rule = file.rule() if file else None
        answers = {**rule.answers(), **rule.member_answers()} if rule else {}
        for node in (one for answer in answers.values() for one in answer.walk()):
            if node.op == "listed" and node.args[1].op == "field":
                found |= _code(node) if node.args[1].data == field else set()
    return frozenset(found)


def _code(node: Node) -> set[str]:
    return {str(node.args[0].data)} if node.args[0].op == "constant" else set()


def answers(rows: Sequence[Mapping[str, Any]], asked: frozenset[str]) -> dict[str, list[str]]:
    """The texts of yes, by the number that `_asked` gives; of no, one further: 0 is not asked."""
    everything = sorted(asked | {row["code"] for row in rows})
    yes, no = ["|"], ["|", "".join(f"|{code}" for code in everything) + "|"]
    for row in rows:
        yes.append(f"|{row['code']}|")
        no.append("".join(f"|{code}" for code in everything if code != row["code"]) + "|")
    return {"yes": yes, "no": no}


def parts(several: Sequence[Kind]) -> list[tuple[object, ...]]:
    """Kind, row, relation, years older than the head from, how many years wide, sex."""
    found: list[tuple[object, ...]] = []
    for kind in several:
        found.append((kind.number, 0, "self", 0, 1, "head"))
        found += [
            (kind.number, row, relation, low, high - low + 1, sex)
            for row, (relation, low, high, sex) in enumerate(kind.people, 1)
        ]
    return found
