"""One application, sorted recognition: a family falls on exactly one step of the ladder.

Tekun comes before dibao, dibao before the single person, then the edge and the rigid family.
"""

from datetime import date
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from doudi.policies.rules.assess import Assessment, assess
from doudi.policies.rules.exclusions import excluding, pairs
from doudi.policies.rules.parameters import Bundle, bundle_for
from doudi.policies.rules.registry import all_about
from doudi.policies.rules.schema import read_case
from tests.examples.given import chosen, family

LADDER = ("tekun", "dibao", "dibao_single", "edge", "rigid")
FAMILY = ("dibao", "edge", "rigid")
Data = dict[str, Any]

# Changzhou: one person's standard is 12,240 yuan a year, last year's disposable income 59,514.
LINE, DISPOSABLE = 1_224_000, 5_951_400


@cache
def bundle_with(place: str, on: date, *values: tuple[str, Any]) -> Bundle:
    """A bundle made once: the readers keep what they made of it."""
    return bundle_for(place, on).with_values(dict(values))


def verdicts(data: Data, *values: tuple[str, Any]) -> dict[str, Assessment]:
    case = read_case(data)
    bundle = bundle_with(case.place, case.date, *values)
    return {one.programme: one for one in assess(case, bundle, LADDER)}


def met(found: dict[str, Assessment]) -> set[str]:
    return {code for code, one in found.items() if one.verdict == "met"}


def everyone_tekun(found: dict[str, Assessment]) -> bool:
    """Each member who counts in the household has his own support."""
    own = {one.id for one in found["tekun"].members if one.counted}
    return {one.id for one in found["dibao"].members if one.counted} <= own != set()


def step(found: dict[str, Assessment]) -> str:
    """Where the family stands: the first that is met, as the office walks down the ladder."""
    if everyone_tekun(found):
        return "tekun"
    return next((code for code in FAMILY if found[code].verdict == "met"), "none")


def couple(income: int, *, born: str = "1970-01-01", item: Data | None = None) -> Data:
    """Two who cannot work; the whole income is the wife's pension."""
    items = [{"kind": "income", "class": "transfer", "code": "pension", "member": "b",
              "amount_fen": income}]  # fmt: skip
    people = [("a", "self", "male"), ("b", "spouse", "female")]
    return {
        "date": "2026-09-14", "place": "3204", "registration": "urban",
        "members": [
            {"id": one, "relation": relation, "born_on": born, "sex": sex, "employment": "unable"}
            for one, relation, sex in people
        ],
        "items": [*items, *([item] if item else [])],
    }  # fmt: skip


def bill(amount: int) -> Data:
    return {"kind": "expense", "class": "medical", "member": "a", "amount_fen": amount}


def savings(amount: int) -> Data:
    return {"kind": "asset", "class": "financial", "amount_fen": amount}


def test_order_of_recognition_stands_in_the_papers():
    order = {one.code: one.order for one in all_about() if one.code in LADDER}
    assert order == {"tekun": 10, "dibao": 20, "dibao_single": 30, "edge": 40, "rigid": 50}
    assert all(order[one] < order[two] for one, two in pairwise(LADDER))


# The income of a couple, one fen under, at and over each line: dibao, 1.5 times, disposable.
WALK = [
    (0, "dibao"),
    (2 * LINE - 1, "dibao"),
    (2 * LINE, "edge"),
    (2 * LINE + 1, "edge"),
    (3 * LINE - 1, "edge"),
    (3 * LINE, "none"),
    (3 * LINE + 1, "none"),
    (2 * DISPOSABLE, "none"),
]


@pytest.mark.parametrize(("income", "expected"), WALK)
def test_income_alone_walks_down_the_ladder(income, expected):
    found = verdicts(couple(income))
    assert step(found) == expected
    assert met(found) == {expected} - {"none"}


# What is left after a bill decides dibao and edge; the bill against the whole income, rigid.
WITH_BILL = [
    (6_000_000, 6_000_000 - 2 * LINE + 1, "dibao"),
    (6_000_000, 6_000_000 - 2 * LINE, "edge"),
    (9_000_000, 9_000_000 - 3 * LINE + 1, "edge"),
    (9_180_000, 9_180_000 - 3 * LINE, "none"),  # 60 % is not over 60 %
    (9_180_001, 9_180_001 - 3 * LINE, "rigid"),
    (2 * DISPOSABLE - 1, 8_000_000, "rigid"),
    (2 * DISPOSABLE, 8_000_000, "none"),
    (2 * DISPOSABLE + 1, 8_000_000, "none"),
]


@pytest.mark.parametrize(("income", "spent", "expected"), WITH_BILL)
def test_bills_walk_between_edge_and_rigid(income, spent, expected):
    found = verdicts(couple(income, item=bill(spent)))
    assert step(found) == expected
    assert met(found) == {expected} - {"none"}


# Two persons' savings: 24 standards each for dibao, 1.5 times that for edge, twice for rigid.
LIMIT = 2 * 24 * LINE // 12
WITH_SAVINGS = [
    (LIMIT, "dibao"),
    (LIMIT + 1, "edge"),
    (LIMIT * 3 // 2, "edge"),
    (LIMIT * 3 // 2 + 1, "rigid"),
    (LIMIT * 2, "rigid"),
    (LIMIT * 2 + 1, "none"),
]


@pytest.mark.parametrize(("amount", "expected"), WITH_SAVINGS)
def test_savings_walk_down_the_ladder(amount, expected):
    data = couple(2_000_000, item=savings(amount))
    data["items"].append(bill(1_300_000))
    found = verdicts(data)
    assert step(found) == expected
    assert met(found) == {expected} - {"none"}


def test_a_car_is_on_no_step():
    found = verdicts(couple(2_000_000, item={"kind": "asset", "class": "vehicle", "code": "car"}))
    assert met(found) == set()


# --- tekun before everything ------------------------------------------------------------------


def test_an_old_couple_without_means_is_tekun_each_and_no_other_family():
    found = verdicts(couple(0, born="1960-01-01"))
    assert step(found) == "tekun"
    assert [one.counted for one in found["tekun"].members] == [True, True]
    assert met(found) & {"dibao_single", "edge", "rigid"} == set()


def test_one_day_before_sixty_the_same_couple_is_dibao():
    found = verdicts({**couple(0, born="1966-09-15")})
    assert step(found) == "dibao"
    assert met(found) == {"dibao"}


def test_tekun_income_that_dibao_counts_does_not_make_an_edge_family():
    """Insurance money is no income for tekun: the family would else be both."""
    data = couple(0, born="1960-01-01")
    data["items"][0] |= {"code": "medical_insurance", "amount_fen": 2 * LINE}
    assert step(verdicts(data)) == "tekun"
    assert met(verdicts(data)) == {"tekun"}


def test_who_already_draws_tekun_leaves_the_rest_to_be_sorted_without_him():
    data = couple(LINE, born="1960-01-01")
    data["members"][0] |= {"receives": "tekun"}
    found = verdicts(data)
    assert [one.counted for one in found["dibao"].members] == [False, True]
    assert step(found) == "edge"


# --- the single person, only inside an edge family --------------------------------------------


def ill(income: int) -> dict[str, Assessment]:
    data = couple(income)
    data["members"][0] |= {"illness": "major"}
    return verdicts(data)


@pytest.mark.parametrize(
    ("income", "expected"),
    [
        (2 * LINE - 1, {"dibao"}),
        (2 * LINE, {"edge", "dibao_single"}),
        (3 * LINE - 1, {"edge", "dibao_single"}),
        (3 * LINE, set()),
    ],
)
def test_a_seriously_ill_member_is_let_in_alone_only_in_an_edge_family(income, expected):
    found = ill(income)
    assert met(found) == expected
    assert [one.counted for one in found["dibao_single"].members][1] is False


def test_a_severely_disabled_adult_out_of_work_needs_no_edge_family():
    data = couple(9_000_000)
    data["members"][0] |= {"disability": {"kind": "hearing", "level": 1}}
    assert met(verdicts(data)) == {"dibao_single"}
    assert met(verdicts(data, ("single.alone.family", "edge"))) == set()


def test_who_is_tekun_is_not_let_in_alone_as_well():
    data = couple(5_000_000, born="1956-01-01")
    data["members"][0] |= {"illness": "major"}
    found = verdicts(data)
    assert [one.counted for one in found["tekun"].members] == [True, False]
    assert "dibao_single" not in met(found)


# --- any family at all ------------------------------------------------------------------------


def known_couple(random: Random) -> Data:
    """Nothing unknown, and every step within reach."""
    data = couple(random.randrange(0, 13_000_000, 1000), born=random.choice(BORN))
    data["items"] += [
        bill(random.randrange(0, 9_000_000)),
        savings(random.randrange(0, 11_000_000)),
    ]
    for one in data["members"]:
        one["illness"] = random.choice(("none", "none", "major"))
        one["disability"] = random.choice((None, None, {"kind": "sight", "level": 2}))
    return data


BORN = ("1956-01-01", "1960-01-01", "1970-01-01", "1990-01-01")


@cache
def random_families() -> tuple[tuple[Data, dict[str, Assessment]], ...]:
    """Any input the schema allows and known couples, under the shipped values and other sets."""
    random = Random(20260701)
    sets = [(), *(tuple(chosen(random).items()) for _ in range(3))]
    drawn = [one(random) for one in (family, known_couple) for _ in range(300)]
    return tuple((data, verdicts(data, *random.choice(sets))) for data in drawn)


def test_no_family_stands_on_two_steps():
    seen = set()
    for data, found in random_families():
        several = met(found) & set(FAMILY)
        assert len(several) <= 1, data
        if everyone_tekun(found):
            several = {"tekun"}
            assert not met(found) & {"edge", "rigid"}, data
        assert not {"dibao", "dibao_single"} <= met(found), data
        own = {one.id for one in found["tekun"].members if one.counted}
        assert own.isdisjoint(one.id for one in found["dibao_single"].members if one.counted)
        seen |= several
    assert seen == {"tekun", *FAMILY}


def test_an_unknown_step_lets_nobody_in_below():
    for data, found in random_families():
        if found["dibao"].verdict == "unknown":
            assert met(found) & {"edge", "rigid", "dibao_single"} == set(), data


def test_steps_exclude_each_other_where_money_is_compared():
    on = read_case(couple(0)).date
    assert {"tekun", "dibao_single", "edge", "rigid"} <= set(excluding("dibao", on))
    assert {"dibao", "dibao_single", "edge", "rigid"} <= set(excluding("tekun", on))
    stacked = {one.programmes for one in pairs() if not one.excluded}
    assert frozenset({"dibao_single", "edge"}) in stacked
