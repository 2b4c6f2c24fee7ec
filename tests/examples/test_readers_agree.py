"""Batches of random households: plain Python and DuckDB agree to the fen, unknown included."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from doudi.policies.rules.cases import tables_of
from doudi.policies.rules.duckdb_reader import read_many
from doudi.policies.rules.parameters import bundle_for
from doudi.policies.rules.python_reader import Reading
from doudi.policies.rules.registry import RuleFile, choices, rule_for, values_for
from doudi.policies.rules.schema import MEMBER, read_case

MONEY = st.one_of(st.just("unknown"), st.sampled_from([0, 1, 501600]), st.integers(0, 3_000_000))
FLAG = st.sampled_from([True, True, False, "unknown"])
PLACES = st.sampled_from(["430902", "3204"])


def code(name: str) -> st.SearchStrategy:
    return st.sampled_from(MEMBER["properties"][name]["enum"])


DISABILITY = st.one_of(
    st.none(), st.just("unknown"),
    st.fixed_dictionaries({
        "kind": st.sampled_from(["sight", "hearing", "limb", "mental", "other"]),
        "level": st.sampled_from([1, 2, 3, 4, "unknown"]),
    }),
)  # fmt: skip


@cache
def member(index: int) -> st.SearchStrategy:
    relation = st.just("self") if index == 0 else code("relation").filter(lambda one: one != "self")
    return st.fixed_dictionaries(
        {"id": st.just(f"p{index}"), "relation": relation,
         "born_on": st.one_of(
             st.just("unknown"), st.dates(date(1935, 1, 1), date(2022, 1, 1)).map(str)
         )},
        optional={
            "sex": code("sex"), "student": code("student"), "disability": DISABILITY,
            "illness": code("illness"), "absence": code("absence"), "lives_with": FLAG,
            "employment": code("employment"), "receives": code("receives"),
            "registration": code("registration"), "cannot_live_alone": FLAG,
        },
    )  # fmt: skip


@cache
def item(people: int) -> st.SearchStrategy:
    classes = [
        ("income", "wage"), ("income", "business"), ("income", "transfer"), ("income", "property"),
        ("expense", "business"), ("expense", "medical"), ("expense", "schooling"),
        ("expense", "disability"), ("expense", "employment"), ("asset", "financial"),
        ("asset", "vehicle"), ("asset", "home"), ("asset", "firm"),
    ]  # fmt: skip
    codes = ["other", "dibao", "basic_pension", "car", "mobility_vehicle", "not_answered"]
    months = st.one_of(
        st.integers(1, 12),
        st.lists(st.sampled_from(["2022-05", "2025-12", "2026-01", "2026-03"]), min_size=1,
                 unique=True),
    )  # fmt: skip
    rest = {
        "code": st.sampled_from(codes), "months": months, "refund_fen": MONEY, "public_fen": MONEY,
        "course": st.sampled_from(["year", "started", "ended"]), "count": st.integers(0, 3),
        "area_m2": st.integers(0, 200), "from_demolition": FLAG,
        "acquired_by": st.sampled_from(["bought", "other", "unknown"]),
        "member": st.sampled_from([f"p{index}" for index in range(people)]),
        "dataset": st.sampled_from(["vehicle_register", "one_bank"]),
    }  # fmt: skip
    amount = st.one_of(MONEY, st.just("no_record"))
    return st.tuples(
        st.sampled_from(classes), st.fixed_dictionaries({"amount_fen": amount}, optional=rest)
    ).map(lambda pair: {"kind": pair[0][0], "class": pair[0][1], **pair[1]})


@st.composite
def household(draw: st.DrawFn) -> dict:
    people = draw(st.integers(1, 4))
    supporter = st.fixed_dictionaries(
        {"id": st.just("s"), "supports": st.just("p0")},
        optional={"consent": FLAG, "agreed_fen": MONEY, "paid_fen": MONEY,
                  "household_size": st.integers(0, 5), "household_income_fen": MONEY,
                  "supported_count": st.integers(0, 3)},
    )  # fmt: skip
    return {
        "place": draw(PLACES),
        "registration": draw(st.sampled_from(["urban", "rural", "unknown"])),
        "household": {"single_parent": draw(FLAG)},
        "members": [draw(member(index)) for index in range(people)],
        "supporters": draw(st.lists(supporter, max_size=1)),
        "items": draw(st.lists(item(people), max_size=6)),
    }


CHOICES = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from(one) for key, one in choices("dibao").items()}
)


# Hypothesis draws from a buffer of 8 kB: more families than this overrun it, and are thrown away.
BATCH = 8


def check(batch: list[tuple[dict, dict]], programme: str = "dibao") -> None:
    """All answers of both readers for a batch: DuckDB gets one query per rule file and grain."""
    by_file: dict = {}
    for data, chosen in batch:
        case = read_case(data)
        bundle = bundle_for(case.place, case.date).with_values(chosen)
        by_file.setdefault(rule_for(programme, case.date), []).append((case, bundle))
    for file, several in by_file.items():
        cases, bundles = [one for one, _ in several], [bundle for _, bundle in several]
        rows = read_many(file, cases, bundles)
        members = iter(read_many(file, cases, bundles, "member"))
        for case, bundle, row in zip(cases, bundles, rows, strict=True):
            compare(file, Reading(tables_of(case), values_for(file, bundle)), row, members)


def compare(file: RuleFile, reading: Reading, row: dict, members: Iterator[dict]) -> None:
    answers = file.rule().answers()
    assert {name: reading.value(node) for name, node in answers.items()} == {
        name: row[name] for name in answers
    }
    own = file.rule().member_answers()
    columns = {name: reading.values(node, "member") for name, node in own.items()}
    for index in range(len(reading.tables["member"])):
        city = next(members)
        assert {name: columns[name][index] for name in own} == {name: city[name] for name in own}


# A query of this size takes a second before its first row, so an example is a batch of one rule
# file. Families shrink to the simplest one: what still differs from it is what the readers do not.
FAMILY = st.tuples(household(), CHOICES)
DAYS = st.sampled_from(["2026-09-14", "2026-06-30", "2026-03-10", "2023-06-30"])


@settings(
    max_examples=8,  # the first one is always the simplest
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)
@given(DAYS, st.lists(FAMILY, min_size=BATCH // 2, max_size=BATCH))
def test_readers_agree_on_random_households(day, batch):
    check([({**data, "date": day}, chosen) for data, chosen in batch])


AID = st.fixed_dictionaries(
    {"amount_fen": MONEY, "work_rise_fen": MONEY},
    optional={"months_used": st.one_of(st.just("unknown"), st.integers(0, 7))},
)


@settings(
    max_examples=3,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)
@given(DAYS, st.lists(st.tuples(household(), AID), min_size=BATCH // 2, max_size=BATCH))
def test_readers_agree_on_random_gradual_exits(day, batch):
    given = [({**data, "date": day, "award": aid}, {}) for data, aid in batch]
    check(given, "gradual_exit")
