"""The examples of every programme as cases, and batches of random families."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from random import Random
from typing import Any

import yaml

from doudi.policies.rules.case_schema import SCHEMA
from doudi.policies.rules.cases import Case, tables_of
from doudi.policies.rules.columns import Engine, answers_of, read_many, values_of
from doudi.policies.rules.parameters import Bundle, bundle_for
from doudi.policies.rules.python_reader import Reader
from doudi.policies.rules.registry import PROGRAMMES, RuleFile, choices, programmes, rule_for
from doudi.policies.rules.schema import read_case

Data = dict[str, Any]


@dataclass(frozen=True)
class Example:
    programme: str
    name: str
    given: Mapping[str, Any]

    @property
    def case(self) -> Case:
        return read_case(case_data(self.given["case"]))

    @property
    def bundle(self) -> Bundle:
        case = self.case
        return bundle_for(case.place, case.date).with_values(self.given.get("values", {}))


def case_data(given: Mapping[str, Any]) -> Data:
    data = {"date": "2026-09-14", "place": "430902", "registration": "urban", **given}
    for index, relation in enumerate(data.pop("people", ())):
        person = {"id": f"p{index}", "relation": relation, "born_on": "1960-01-01", "sex": "male"}
        data.setdefault("members", []).append(person)
    return data


@cache
def examples() -> tuple[Example, ...]:
    found = []
    for programme in programmes():
        data = yaml.safe_load((PROGRAMMES / programme / "examples.yaml").read_text("utf-8"))
        found += [Example(programme, one["name"], one) for one in data["examples"]]
    return tuple(found)


def files_on(on: date) -> tuple[RuleFile, ...]:
    """The rules of every programme in force on a day."""
    return tuple(file for code in programmes() if (file := rule_for(code, on)))


# --- do the readers agree? --------------------------------------------------------------------


def disagreements(
    engine: Engine, files: tuple[RuleFile, ...], given: list[tuple[Case, Bundle]]
) -> list[tuple[int, str, object, object]]:
    """Case, answer, what plain Python says and what the engine says, wherever they differ."""
    cases, bundles = [case for case, _ in given], [bundle for _, bundle in given]
    rows = read_many(engine, files, cases, bundles)
    members = read_many(engine, files, cases, bundles, "member")
    own: dict[int, list[Data]] = {}
    for row in members:
        own.setdefault(row["case_id"], []).append(row)
    found = []
    for index, (case, bundle) in enumerate(given):
        found += [(index, *one) for one in _differ(files, case, bundle, rows[index], own[index])]
    return found


@lru_cache
def reader_of(files: tuple[RuleFile, ...], bundle: Bundle) -> Reader:
    nodes = [*answers_of(files).values(), *answers_of(files, "member").values()]
    values = values_of(files, bundle).items()
    return Reader(nodes, {("parameter", key): one for key, one in values})


def _differ(
    files: tuple[RuleFile, ...], case: Case, bundle: Bundle, row: Data, members: list[Data]
) -> list[tuple[str, object, object]]:
    answers, per_member = answers_of(files), answers_of(files, "member")
    reading = reader_of(files, bundle).read(tables_of(case))
    found: list[tuple[str, object, object]] = []
    for name, node in answers.items():
        if reading.value(node) != row[name]:
            found.append((name, reading.value(node), row[name]))
    for name, node in per_member.items():
        told = [member[name] for member in members]
        if reading.values(node, "member") != told:
            found.append((name, reading.values(node, "member"), told))
    return found


# --- random families --------------------------------------------------------------------------


def family(random: Random) -> Data:
    """Any input that the schema allows, more often near what the rules look at."""
    people = [f"p{index}" for index in range(random.randint(1, 4))]
    data: Data = _object(SCHEMA, random, skip=("members", "supporters", "items"))
    data |= {"date": random.choice(DATES), "place": random.choice(PLACES)}
    data["members"] = [_member(random, index) for index, _ in enumerate(people)]
    items = SCHEMA["properties"]["items"]["items"]
    data["items"] = [_item(items, random, people) for _ in range(random.randint(0, 7))]
    supporters = SCHEMA["properties"]["supporters"]["items"]
    data["supporters"] = [
        _object(supporters, random) | {"supports": random.choice(people)}
        for _ in range(random.choice((0, 0, 1, 2)))
    ]
    return data


DATES = ("2026-09-14", "2026-07-01", "2026-06-30", "2026-03-10")
PLACES = ("430902", "3204")
DAYS = ("1935-02-28", "1955-06-01", "1966-09-14", "1966-09-15", "2008-09-14", "2010-09-15",
        "2020-02-29", "2026-03-01")  # fmt: skip
TRAITS = ("veteran", "clergy", "infectious", "work_injury_care", "hiv")


def _member(random: Random, index: int) -> Data:
    schema = SCHEMA["properties"]["members"]["items"]
    others = [one for one in schema["properties"]["relation"]["enum"] if one != "self"]
    relation = random.choice(others) if index else "self"
    return _object(schema, random) | {"id": f"p{index}", "relation": relation}


def _item(schema: Data, random: Random, people: list[str]) -> Data:
    kind, class_ = random.choice(KINDS)
    data = _object(schema, random) | {"kind": kind, "class": class_}
    data["amount_fen"] = random.choice((_money(random), _money(random), "unknown", "no_record"))
    data["code"] = random.choice(
        ("other", "dibao", "basic_pension", "pension", "car", "mobility_vehicle", "not_answered")
    )
    data["dataset"] = random.choice(("vehicle_register", "one_bank"))
    data["member"] = random.choice((None, *people))
    return data


KINDS = (
    ("income", "wage"), ("income", "wage"), ("income", "business"), ("income", "transfer"),
    ("income", "property"), ("income", "other"), ("expense", "business"), ("expense", "medical"),
    ("expense", "medical"), ("expense", "schooling"), ("expense", "disability"),
    ("expense", "employment"), ("asset", "financial"), ("asset", "vehicle"), ("asset", "home"),
    ("asset", "firm"), ("asset", "machine"), ("asset", "non_residential"),
)  # fmt: skip


def _money(random: Random) -> int:
    return random.choice((0, 1, 501_600, 780_000, random.randint(0, 4_000_000)))


def _object(schema: Data, random: Random, skip: tuple[str, ...] = ()) -> Data:
    """An object of the schema: what is required, and some of the rest."""
    found: Data = {}
    for name, one in schema["properties"].items():
        if name in skip or (name not in schema.get("required", ()) and random.random() < 0.5):
            continue
        found[name] = _value(name, one, random)
    return found


def _value(name: str, schema: Data, random: Random) -> Any:
    if "$ref" in schema:
        schema = SCHEMA["$defs"]["disability"]
    if "enum" in schema:
        return random.choice(schema["enum"])
    if "const" in schema:
        return schema["const"]
    if "anyOf" in schema:
        return _value(name, random.choice(schema["anyOf"]), random)
    return _OF_TYPE[schema["type"]](name, schema, random)


def _integer(name: str, schema: Data, random: Random) -> int:
    if name.endswith("_fen"):
        return _money(random)
    return random.randint(schema["minimum"], min(schema["maximum"], 12))


def _string(name: str, schema: Data, random: Random) -> str:
    if schema.get("format"):
        return random.choice(DAYS)
    return "x"


def _array(name: str, schema: Data, random: Random) -> list[Any]:
    if name == "months":
        return random.sample(MONTHS, random.randint(1, len(MONTHS)))
    if name == "holds":
        return random.sample(("dibao", "edge", "rigid", "tekun"), random.randint(0, 2))
    several = [_value(name, schema["items"], random) for _ in range(random.randint(1, 3))]
    return list({str(one): one for one in several}.values())


MONTHS = ("2021-01", "2022-05", "2025-08", "2025-09", "2025-12", "2026-01", "2026-08", "2026-09")


def _mapping(name: str, schema: Data, random: Random) -> Data:
    if "properties" in schema:
        return _object(schema, random)
    return {one: random.choice([True, False, "unknown"]) for one in TRAITS}


def _null(name: str, schema: Data, random: Random) -> None:
    return None


_OF_TYPE = {
    "integer": _integer, "string": _string, "array": _array, "object": _mapping, "null": _null,
}  # fmt: skip


def chosen(random: Random) -> Data:
    """Some of the choices that a place may make otherwise."""
    return {
        key: random.choice(values)
        for code in programmes()
        for key, values in choices(code).items()
        if random.random() < 0.3
    }
