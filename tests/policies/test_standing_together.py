"""One application, sorted recognition: what the programmes say together for the same people."""

from datetime import date
from typing import Any

import pytest

from doudi.policies.rules.assess import Assessment, assess
from doudi.policies.rules.exclusions import excluding, pairs
from doudi.policies.rules.parameters import bundle_for
from doudi.policies.rules.registry import about, all_about
from doudi.policies.rules.schema import read_case

ON = date(2026, 9, 14)
CASH = ("dibao", "orphan", "factual_orphan", "disability_living", "disability_care")
AID = ("quick_aid", "emergency_aid", "expense_aid")


def told(*codes: str, place: str = "3204", **given: Any) -> dict[str, Assessment]:
    data = {"date": ON.isoformat(), "place": place, "registration": "urban", **given}
    found = assess(read_case(data), bundle_for(place, ON), codes)
    return {one.programme: one for one in found}


def met(found: dict[str, Assessment]) -> set[str]:
    return {code for code, one in found.items() if one.verdict == "met"}


def person(**more: Any) -> dict[str, Any]:
    return {"id": "a", "relation": "self", "sex": "male", "born_on": "1955-01-01", **more}


def child(**more: Any) -> dict[str, Any]:
    disability = {"kind": "limb", "level": 1}
    rest = {"disability": disability, "care_months": 12, "mother": "dead", **more}
    return {"id": "b", "relation": "grandchild", "sex": "male", "born_on": "2016-05-01", **rest}


def test_disabled_orphan_draws_care_but_no_living_subsidy():
    found = told(*CASH, members=[person(), child(father="dead")])
    assert met(found) == {"dibao", "orphan", "disability_care"}


def test_disabled_unattended_child_draws_both_subsidies():
    found = told(*CASH, members=[person(), child(father="prison", father_months=6)])
    assert met(found) == set(CASH) - {"orphan"}


def test_dibao_and_top_up_give_the_child_his_allowance_once():
    found = told(*CASH, members=[person(), child(father="prison", father_months=6)])
    (dibao,) = (one for one in found["dibao"].members if one.id == "b")
    assert dibao.share_fen
    assert dibao.extra_fen
    assert dibao.share_fen + dibao.extra_fen + found["factual_orphan"].amount_fen == 270_000


def test_extremely_poor_person_draws_neither_subsidy_nor_allowance():
    poor = child(father="dead", receives="tekun")
    assert met(told(*CASH, members=[person(), poor])) == {"dibao"}
    alone = person(disability={"kind": "limb", "level": 1}, care_months=12)
    assert not met(told(*CASH[3:], members=[alone], holds=["tekun"]))


def test_same_event_is_aided_once_by_whichever_type():
    event = {"kind": "illness", "on": "2026-09-01", "cost_fen": 3_000_000}
    needs = {"living_hard": True, "new_fact": False}
    first = told(*AID, members=[person()], event=event, needs=needs)
    again = told(*AID, members=[person()], event={**event, "again": True}, needs=needs)
    assert met(first) == set(AID)
    assert met(again) == set()


@pytest.mark.parametrize(
    "pair",
    [one for one in pairs() if one.excluded],
    ids=lambda one: "+".join(sorted(one.programmes)),
)
def test_excluded_pair_names_the_other(pair):
    one, other = sorted(pair.programmes) * 2 if len(pair.programmes) == 1 else pair.programmes
    assert other in excluding(one, pair.from_on)


def test_order_of_recognition():
    order = [one.code for one in all_about()]
    mine = ["dibao", *AID, "orphan", "factual_orphan", "disability_living", "disability_care",
            "elderly_poor", "funeral", "price_subsidy"]  # fmt: skip
    assert [code for code in order if code in mine] == mine
    assert {about(code).service for code in AID} == {3}
