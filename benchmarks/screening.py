"""`doudi bench screening`: how well the self-assessment answers for families whose truth is known.

Each family of a synthetic city answers the screens it is shown from its own full case, as a person
would: whole yuan, ages in years, no register at hand. Its list of services is then compared with
what the full rules say about the full case.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq

from benchmarks.person import Family, answer
from doudi.policies.rules.answers import case_of_answers
from doudi.policies.rules.asking import laws_at, next_step, programmes
from doudi.policies.rules.cases import (
    FIELDS,
    NEVER_UNKNOWN,
    age_day,
    day_number,
    month_number,
    window_of,
)
from doudi.policies.rules.catalogue import services
from doudi.policies.rules.open_facts import Read
from doudi.policies.rules.parameters import Bundle, bundle_for
from doudi.policies.rules.synthetic.city import FILES, City, write_city
from doudi.policies.rules.unknown import UNKNOWN

ON = date(2026, 9, 14)
PLACES = ("430902", "3204")
HEADLINE = "dibao"
LIMITS = {"agreement": 0.95, "false_unlikely": 0.01, "screens": 12}
NAMES = {True: "likely", False: "unlikely"}


def main(argv: Sequence[str]) -> int:
    """Prints the figures; 1 if one of them is outside its limit."""
    parser = argparse.ArgumentParser(prog="doudi bench screening", description="自测与完整规则")
    parser.add_argument("--families", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    found = measured(given.families, given.seed)
    print(json.dumps(found, ensure_ascii=False, indent=2) if given.json else _table(found))
    return 0 if found["within_limits"] else 1


@dataclass
class Tally:
    """How often the answers led to the same result as the truth, and where not."""

    same: int = 0
    of: int = 0
    false_unlikely: int = 0
    truly_likely: int = 0
    apart: Counter[str] = field(default_factory=Counter)

    def add(self, mine: str, truth: str) -> None:
        self.of += 1
        self.same += mine == truth
        self.truly_likely += truth == "likely"
        self.false_unlikely += (mine, truth) == ("unlikely", "likely")
        if mine != truth:
            self.apart[f"{truth} → {mine}"] += 1

    def figures(self) -> dict[str, Any]:
        """`false_unlikely`: of all; `missed`: of those who would truly get it."""
        return {
            "agreement": round(self.same / self.of, 4),
            "false_unlikely": round(self.false_unlikely / self.of, 4),
            "truly_likely": self.truly_likely,
            "missed": round(self.false_unlikely / max(1, self.truly_likely), 4),
            "apart": dict(self.apart.most_common()),
        }


def measured(families: int, seed: int) -> dict[str, Any]:
    """The figures over both places, half of the families in each."""
    by_programme = {code: Tally() for code in programmes()}
    by_service, screens = Tally(), []
    for place in PLACES:
        bundle = bundle_for(place, ON)
        for family in city(max(1, families // len(PLACES)), seed, place):
            said = interview(family, bundle)
            screens.append(len(said))
            mine = laws_at(bundle, ON).read(case_of_answers(said, ON))
            truth = laws_at(bundle, ON).read_tables(family.tables)
            for code, tally in by_programme.items():
                tally.add(_name(mine, code), _name(truth, code))
            for one in services():
                by_service.add(_best(mine, one.programmes), _best(truth, one.programmes))
    return _figures(by_programme, by_service, screens)


def interview(family: Family, bundle: Bundle) -> dict[str, Any]:
    """Every screen that the family is shown, answered."""
    said: dict[str, Any] = {}
    step = next_step(said, bundle, ON)
    while step.screen:
        said[step.screen] = answer(step.screen, family, step.asks)
        step = next_step(said, bundle, ON)
    return said


def city(households: int, seed: int, place: str) -> Iterator[Family]:
    """The families of a synthetic city, one by one."""
    with TemporaryDirectory() as folder:
        write_city(City(households, seed, place, ON), Path(folder))
        rows = {grain: _rows(Path(folder) / f"{file}.parquet", grain) for file, (grain, _)
                in FILES.items()}  # fmt: skip
    for number, (case,) in rows["case"].items():
        tables = {grain: several.get(number, []) for grain, several in rows.items()}
        yield Family(place, ON, {**tables, "case": [{**_days(), **case}]})


def _rows(path: Path, grain: str) -> dict[int, list[dict[str, Any]]]:
    """The rows of one file, by household."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in pq.read_table(path).to_pylist():
        number = row["case_id"]
        plain = {name: _value(row, grain, name) for name in FIELDS[grain] if name in row}
        found.setdefault(number, []).append(plain)
    return found


def _value(row: Mapping[str, Any], grain: str, name: str) -> Any:
    value = row[name]
    return UNKNOWN if value is None and name not in NEVER_UNKNOWN[grain] | {"member_row"} else value


def _days() -> dict[str, Any]:
    before = window_of(ON)
    return {
        "on": day_number(ON), "age_on": age_day(ON), "month_first": month_number(before[0]),
        "month_last": month_number(before[-1]), "month_now": ON.year * 12 + ON.month,
    }  # fmt: skip


def _name(read: Read, code: str) -> str:
    value = read.verdict(code)
    return "missing" if value is UNKNOWN else NAMES[bool(value)]


def _best(read: Read, codes: Sequence[str]) -> str:
    found = {_name(read, code) for code in codes}
    return next(name for name in ("likely", "missing", "unlikely") if name in found)


def _figures(
    by_programme: Mapping[str, Tally], by_service: Tally, screens: Sequence[int]
) -> dict[str, Any]:
    whole, dibao = by_service.figures(), by_programme[HEADLINE].figures()
    return {
        "families": len(screens),
        "mean_screens": round(statistics.mean(screens), 2),
        "most_screens": max(screens),
        "services": whole,
        "dibao": dibao,
        "programmes": {code: one.figures() for code, one in by_programme.items()},
        "within_limits": max(screens) <= LIMITS["screens"]
        and all(one["agreement"] >= LIMITS["agreement"] for one in (whole, dibao))
        and all(one["false_unlikely"] <= LIMITS["false_unlikely"] for one in (whole, dibao)),
    }


def _table(found: Mapping[str, Any]) -> str:
    head = "家庭 {families} 户，平均 {mean_screens} 屏，最多 {most_screens} 屏".format(**found)
    line = "{name}：与完整规则一致 {agreement:.2%}，误判“可能不符合” {false_unlikely:.2%}"
    names = {"services": "各项服务", "dibao": "低保"}
    return "\n".join([head, *(line.format(name=names[one], **found[one]) for one in names)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
