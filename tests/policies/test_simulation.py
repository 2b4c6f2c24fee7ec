"""A change of parameters: nothing is lost between before and after, unknown stays apart."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from doudi.policies.rules.cases import Case
from doudi.policies.rules.parameters import ParameterFault, bundle_for
from doudi.policies.rules.scenarios import Change, Scenario, affected, bundles_for, read_change
from doudi.policies.rules.schema import read_case
from doudi.policies.rules.simulation import Compared, Movement, Simulation, simulate
from doudi.policies.rules.simulation_words import rows_of, simulation_from
from tests.examples.given import case_data
from tests.policies.test_batch import rows_of as tables
from tests.policies.test_batch import write

CODES = ("dibao", "edge", "disability_living")
RAISE = "dibao.standard.urban"


def line_of(place: str, day: Any) -> int:
    """The line of one urban person, fen a year."""
    value = bundle_for(place, day).value(RAISE)
    return int(value["amount_fen"]) * (12 if value["period"] == "month" else 1)


def alone(income_fen: int | str, **more: Any) -> Case:
    """One urban person with such an income a year."""
    item = {"kind": "income", "class": "other", "amount_fen": income_fen}
    return read_case(case_data({"people": ["self"], "items": [item], **more}))


def run(folder: Path, cases: Sequence[Case], *scenarios: str, codes: Any = CODES) -> Simulation:
    given = folder / "given"
    given.mkdir()
    work = folder / "work"
    work.mkdir()
    write(given, tables(cases))
    several = [
        Scenario(code, tuple(read_change(one) for one in text.split(";") if one))
        for code, text in zip("ab", scenarios, strict=False)
    ]
    return simulate(given, work, several, codes=codes)


def moved(one: Compared, programme: str, dimension: str = "") -> list[Movement]:
    return [m for m in one.movements if (m.programme, m.dimension) == (programme, dimension)]


@pytest.fixture(scope="module")
def city(tmp_path_factory) -> Simulation:
    first = alone(0)
    line = line_of(first.place, first.date)
    cases = [alone(step * line // 10) for step in range(20)] + [alone("unknown") for _ in range(3)]
    cases += [alone(0, people=["self", "spouse", "child"]), alone(line * 99 // 100)]
    return run(
        tmp_path_factory.mktemp("city"), cases,
        f"{RAISE}={line * 13 // 10 // 12}/month", "edge.multiple=11/10",
    )  # fmt: skip


@pytest.mark.parametrize("scenario", [0, 1])
def test_base_and_in_less_out_is_after(city, scenario):
    for one in city.scenarios[scenario].movements:
        came = one.entered + one.from_unknown
        assert one.before + came - one.left_it - one.to_unknown == one.after, one
    total = moved(city.scenarios[0], "dibao")[0]
    assert total.entered > 0
    assert moved(city.scenarios[1], "edge")[0].left_it > 0


@pytest.mark.parametrize("programme", ["", *CODES])
def test_sums_by_group_are_the_totals(city, programme):
    for one in city.scenarios:
        (total,) = moved(one, programme)
        numbers = [field.name for field in fields(Movement)][3:]
        for dimension in ("district", "town", "size", "kind", "disabled"):
            parts = moved(one, programme, dimension)
            for name in numbers:
                assert sum(getattr(p, name) for p in parts) == getattr(total, name), dimension


def test_cost_of_all_is_the_sum_of_the_programmes(city):
    for one in city.scenarios:
        (whole,) = moved(one, "")
        several = [moved(one, code)[0] for code in CODES]
        assert whole.year_after_fen == sum(m.year_after_fen for m in several)
        assert whole.year_after_fen == whole.month_after_fen * 12
        gained = sum(s.year_fen for s in one.shifts)
        assert gained == whole.year_after_fen - whole.year_before_fen


def test_every_household_wins_loses_stays_or_is_unknown(city):
    for one in city.scenarios:
        assert sum(s.households for s in one.shifts) == city.compared


def test_unknown_stays_apart(city):
    (total,) = moved(city.scenarios[0], "dibao")
    assert (total.unknown_before, total.unknown_after) == (3, 3)
    assert total.from_unknown == total.to_unknown == 0
    not_met = total.households - total.before - total.unknown_before
    assert not_met + total.before == city.compared - 3
    (unknown,) = [s for s in city.scenarios[0].shifts if s.kind == "unknown"]
    assert (unknown.households, unknown.year_fen) == (3, 0)


def test_no_change_changes_nothing(tmp_path):
    found = run(tmp_path, [alone(0), alone(10**8), alone("unknown")], "")
    (one,) = found.scenarios
    assert one.affected == ()
    for m in one.movements:
        assert m.entered == m.left_it == m.from_unknown == m.to_unknown == 0
        assert (m.before, m.month_before_fen, m.year_before_fen, m.unknown_before) == (
            m.after, m.month_after_fen, m.year_after_fen, m.unknown_after,
        )  # fmt: skip
    assert [(s.kind, s.households, s.year_fen) for s in one.shifts] == [("same", 3, 0)]
    assert one.cliff == found.cliff


def test_one_fen_more_moves_exactly_the_household_at_the_line(tmp_path):
    first = alone(0)
    line = line_of(first.place, first.date)
    cases = [alone(line - 1), alone(line), alone(line + 12), alone(line + 24)]
    found = run(tmp_path, cases, f"{RAISE}={line // 12}/month", f"{RAISE}={line // 12 + 1}/month",
                codes=("dibao",))  # fmt: skip
    same, more = (moved(one, "dibao")[0] for one in found.scenarios)
    assert (same.before, same.entered, same.left_it) == (1, 0, 0)
    assert (more.before, more.entered, more.left_it, more.after) == (1, 1, 0, 2)
    assert {(s.kind, s.households) for s in found.scenarios[1].shifts} >= {("same", 2)}


def test_one_yuan_more_is_the_cliff(tmp_path):
    """One person just under the line, one further down, one within 5 % above, one beyond."""
    first = alone(0)
    line = line_of(first.place, first.date)
    cases = [alone(line - 100), alone(line // 2), alone(line), alone(line * 105 // 100 + 12)]
    found = run(tmp_path, cases, f"{RAISE}={line // 12}/month", codes=("dibao", "edge"))
    cliff = {one.programme: one for one in found.cliff}
    assert (cliff["dibao"].above, cliff["dibao"].below, cliff["dibao"].lose) == (1, 1, 1)
    assert cliff["dibao"].most_fen == cliff["dibao"].year_fen > 0
    assert cliff["dibao"].below_month_fen * 12 == cliff["dibao"].year_fen
    assert cliff[""].lose == 0  # nobody loses more than the yuan: the gap is filled to the fen
    assert cliff["edge"].lose == 0


def test_what_is_not_touched_is_not_recounted():
    changes = (Change("edge.multiple", {"num": 2, "den": 1}),)
    assert affected(CODES, changes) == ("edge",)
    assert affected(("dibao", "orphan"), (Change("orphan.amount.family", {}),)) == ("orphan",)


def test_a_change_reaches_its_place_and_the_nearer_one_wins():
    first = alone(0)
    changes = [read_change(f"430902:{RAISE}=70000/month"), read_change(f"{RAISE}=1/month"),
               read_change(f"430902106:{RAISE}=80000/month")]  # fmt: skip
    found = bundles_for(["3204", "430902001", "430902106219"], first.date, (), changes)
    amounts = {place: bundle.value(RAISE)["amount_fen"] for place, bundle in found.items()}
    assert amounts == {"3204": 1, "430902001": 70000, "430902106219": 80000}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("dibao.standard.rural", "应写作"),
        ("nobody.knows=1", "没有这个参数"),
        ("dibao.standard.rural=5256", "读不了"),
        ("dibao.standard.rural=-1/year", "读不了"),
        ("rounding.rule=up", "不是"),
        ("x1:dibao.standard.rural=1/year", "不是行政区划代码"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(text, sentence):
    with pytest.raises(ParameterFault, match=sentence):
        read_change(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("dibao.standard.rural=525600/year", {"amount_fen": 525600, "period": "year"}),
        ("edge.multiple=2/1", {"num": 2, "den": 1}),
        ("extras.elder.age=65", 65),
        ("property.firm.exempt=dormant,cancelled", ["dormant", "cancelled"]),
        ("exclude.basic_pension.until=2026-06", {"month": "2026-06"}),
    ],
)
def test_values_are_read_as_published(text, value):
    assert read_change(text).value == value


def test_stored_and_read_again(city):
    assert simulation_from(city.as_json()).as_json() == city.as_json()
    rows = list(rows_of(city))
    assert {len(row) for row in rows} == {8}
    assert {row[1] for row in rows} == {"进出与费用", "增减", "悬崖"}


def test_a_raise_takes_from_those_whose_family_comes_under_the_line(tmp_path):
    """One by one they had shares of the standard; now the family gets its difference."""
    ill = {"id": "b", "relation": "spouse", "born_on": "1970-01-01", "illness": "major"}
    pension = {"kind": "income", "class": "transfer", "code": "pension", "member": "a",
               "amount_fen": 2_450_000}  # fmt: skip
    case = read_case({
        "date": "2026-09-14", "place": "3204", "registration": "urban",
        "members": [{"id": "a", "relation": "self", "born_on": "1960-01-01"}, ill],
        "items": [pension],
    })  # fmt: skip
    (one,) = run(
        tmp_path, [case], "dibao.standard.urban=102100/month", codes=("dibao", "dibao_single")
    ).scenarios
    (dibao,), (single,) = moved(one, "dibao"), moved(one, "dibao_single")
    assert (dibao.entered, single.left_it) == (1, 1)
    assert single.month_before_fen == 61_200
    assert dibao.month_after_fen < single.month_before_fen
