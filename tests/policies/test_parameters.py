"""Dated parameters: no day with two values, nothing missing, a hash of the content."""

from datetime import date, timedelta

import pytest

from doudi.policies.rules.assess import assess
from doudi.policies.rules.flows import flow_for
from doudi.policies.rules.parameters import (
    Bundle,
    ParameterFault,
    bundle_for,
    bundle_from,
    read_values,
)
from doudi.policies.rules.registry import rule_for
from doudi.policies.rules.schema import read_case

ONE = "  - {key: k, value: 1, from: 2026-01-01, until: %s, basis: b, standing: confirmed}\n"
TWO = "  - {key: k, value: 2, from: 2026-03-01, basis: b, standing: confirmed}\n"
HEAD = 'place: "43"\nparameters:\n'
ALONE = {
    "date": "2026-09-14",
    "place": "430902",
    "registration": "urban",
    "members": [{"id": "a", "relation": "self", "born_on": "1960-01-01"}],
}


def test_overlap_for_one_day_is_refused():
    with pytest.raises(ParameterFault, match="两个值"):
        read_values(HEAD + ONE % "2026-03-02" + TWO)
    assert len(read_values(HEAD + ONE % "2026-03-01" + TWO)) == 2


@pytest.mark.parametrize("value", ["1.5", "-1", "{num: 1, den: 0}", "10000000000", "{month: 1}"])
def test_unreadable_value_is_refused(value):
    line = f"  - {{key: k, value: {value}, from: 2026-01-01, basis: b, standing: confirmed}}\n"
    with pytest.raises(ParameterFault):
        read_values(HEAD + line)


def test_missing_value_is_refused_and_never_a_default():
    bundle = bundle_for("430902", date(2026, 9, 14))
    values = {key: one for key, one in bundle.values.items() if key != "rounding.rule"}
    with pytest.raises(ParameterFault, match=r"rounding\.rule"):
        assess(read_case(ALONE), Bundle({"place": "430902", "values": values}))
    with pytest.raises(ParameterFault, match="dibao.standard"):
        assess(read_case({**ALONE, "place": "110101"}))


def test_choice_nobody_knows_is_refused():
    bundle = bundle_for("430902", date(2026, 9, 14))
    with pytest.raises(ParameterFault, match="banker"):
        assess(read_case(ALONE), bundle.with_values({"rounding.rule": "banker"}))


def test_exported_bundle_reads_back_with_its_hash_and_standings():
    bundle = bundle_for("430902", date(2026, 9, 14))
    again = bundle_from(bundle.as_json())
    assert again.hash == bundle.hash
    assert again.standings()["dibao.standard.urban"] == "read in a mirror"
    assert again.standings()["rounding.rule"] == "assumed"
    assert bundle.with_values({"property.financial.months": 12}).hash != bundle.hash


@pytest.mark.parametrize(("days", "amount"), [(-1, 60000), (0, 65000), (1, 65000)])
def test_standard_changes_on_its_day(days, amount):
    bundle = bundle_for("430902001", date(2023, 1, 1) + timedelta(days))
    assert bundle.value("dibao.standard.urban") == {"amount_fen": amount, "period": "month"}


@pytest.mark.parametrize(("days", "name"), [(-1, "2021-07-01"), (0, "2026-07-01")])
def test_event_date_picks_the_rule_file(days, name):
    assert name in rule_for("dibao", date(2026, 7, 1) + timedelta(days)).name


def test_flows_of_the_two_places():
    ziyang = flow_for("dibao", "430902001", date(2026, 9, 14))
    changzhou = flow_for("dibao", "320404", date(2026, 9, 14))
    assert (ziyang.total_workdays, changzhou.total_workdays) == (30, 20)
    assert ziyang.steps[0].code == "village_view"
    assert [step.duty for step in ziyang.steps if step.may_end] == ["county_leader"]
    assert [step.duty for step in changzhou.steps if step.may_end] == ["town_decider"]
    with pytest.raises(ParameterFault):
        flow_for("dibao", "110101", date(2026, 9, 14))
