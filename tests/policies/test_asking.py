"""The next question is the one that decides most; unknown stays unknown until it is asked."""

from datetime import date

import pytest

from benchmarks import screening
from doudi.policies.rules import asking
from doudi.policies.rules.answers import born, case_of_answers
from doudi.policies.rules.asking import MOST, SCREENS, laws_at, next_step
from doudi.policies.rules.open_facts import Fact
from doudi.policies.rules.parameters import bundle_for
from doudi.policies.rules.unknown import UNKNOWN

ON = date(2026, 9, 14)
BUNDLE = bundle_for("430902", ON)
ALONE = {
    "place": {"place": "430902", "registration": "rural", "holds": []},
    "members": {
        "rows": [{"relation": "self", "age": 45, "sex": "female", "student": "none"}],
        "single_parent": "no",
    },
}
HEALTHY = {"rows": [{"disability": "none", "level": None, "illness": "none", "care": "none"}]}


def earning(yuan):
    return {**ALONE, "work": {"rows": [{"employment": "employed", "earned": yuan}]}}


def read(said):
    return laws_at(BUNDLE, ON).read(case_of_answers(said, ON))


def test_place_and_members_come_first():
    assert next_step({}, BUNDLE, ON).screen == "place"
    assert next_step({"place": ALONE["place"]}, BUNDLE, ON).screen == "members"


def test_what_was_not_asked_is_unknown_and_holds_the_verdict_open():
    found = read(ALONE)
    assert found.verdict("dibao") is UNKNOWN
    facts = found.open_facts("dibao")
    assert Fact("member", "illness") in facts
    assert any(fact.grain == "item" for fact in facts)
    assert Fact("case", "needs.legal_help") not in facts
    assert Fact("case", "needs.legal_help") in found.open_facts("legal_aid")


def test_a_verdict_that_is_known_has_no_open_fact():
    found = read({**ALONE, "health": HEALTHY})
    assert found.verdict("disability_care") is False
    assert found.open_facts("disability_care") == frozenset()


def test_only_the_rows_that_matter_are_looked_at():
    """The deposit is open too, but a wage is what a worker's programme waits for."""
    said = {**ALONE, "health": HEALTHY}
    facts = read(said).open_facts("preschool_aid")
    assert facts == frozenset()  # nobody is at that school: no income matters
    rows = {fact.row for fact in read(said).open_facts("dibao_single") if fact.grain == "item"}
    assert rows <= set(range(len(case_of_answers(said, ON).items)))


def test_a_screen_is_never_asked_twice_and_there_are_no_more_than_twelve():
    said = dict(ALONE)
    for _ in range(MOST):
        step = next_step(said, BUNDLE, ON)
        if not step.screen:
            break
        assert step.screen not in said
        said[step.screen] = SILENT[step.screen]
    assert not next_step(said, BUNDLE, ON).screen
    assert len(SCREENS) <= MOST


SILENT = {
    "health": {"rows": [{"disability": "unknown", "level": None, "illness": "unknown",
                         "care": "unknown"}]},
    "situation": {"rows": [{"where": "unknown", "cannot_live_alone": "unknown",
                            "receives": "unknown", "father": "unknown", "mother": "unknown",
                            "months": None}]},
    "work": {"rows": [{"employment": "unknown", "earned": None}]},
    "money": {"rows": [{"pension": None, "kind": "unknown"}], "property": None, "gift": None,
              "other": None},
    "asset": {"deposit": None, "homes": None, "area": None, "resettled": "unknown",
              "recent": "unknown", "vehicle": "unknown", "machine": "unknown", "firm": "unknown",
              "non_residential": "unknown", "owner": None},
    "expense": {"medical": None, "schooling": None, "disability": None},
    "supporters": {"rows": []},
    "event": {"kind": "unknown", "ago": "unknown", "cost": None, "refund": None,
              "again": "unknown", "aided": None},
    "needs": {"asked": [], "yes": [], "unsure": True},
}  # fmt: skip


def test_not_knowing_is_never_a_no():
    said = {**ALONE, **SILENT}
    found = read(said)
    for code in ("dibao", "disability_care", "quick_aid", "legal_aid"):
        assert found.verdict(code) is UNKNOWN


@pytest.mark.parametrize(
    ("yuan", "illness", "unlikely"),
    [
        (None, "none", False),
        (3_000, "major", False),
        (3_000, "none", True),
        (90_000, "major", True),
    ],
)
def test_dibao_is_unlikely_as_early_as_it_is_known(yuan, illness, unlikely):
    """Who can work is counted with a wage, so that 3,000 yuan decide only with the health."""
    health = {"rows": [{**HEALTHY["rows"][0], "illness": illness}]}
    expense = {"expense": {"medical": 0, "schooling": 0, "disability": 0}, "health": health}
    assert next_step({**earning(yuan), **expense}, BUNDLE, ON).unlikely is unlikely


def test_a_wage_settles_more_than_a_long_list():
    assert next_step(ALONE, BUNDLE, ON).screen == "work"
    assert asking.PULL["work"] > 1


@pytest.mark.parametrize("age", [0, 5, 6, 17, 18, 59, 60, 120])
@pytest.mark.parametrize("on", [ON, date(2028, 2, 29), date(2026, 1, 1)])
def test_a_birthday_keeps_the_full_years(age, on):
    day = born(age, on)
    assert on.year - day.year - ((on.month, on.day) < (day.month, day.day)) == age


def test_families_that_answer_truthfully_get_what_the_full_rules_say():
    found = screening.measured(families=12, seed=7)
    assert found["families"] == 12
    assert found["most_screens"] <= MOST
    assert found["services"]["agreement"] >= 0.95
    assert found["services"]["false_unlikely"] <= 0.01
