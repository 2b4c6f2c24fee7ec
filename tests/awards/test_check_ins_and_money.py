"""No check-in ever stops money, and no late recheck: by the shape of the code, and by trying."""

import ast
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.awards import queries
from doudi.awards.actions import checkins, rechecks
from doudi.awards.models import Award, Beneficiary, Component
from doudi.awards.queries.checkins import missed_in
from doudi.awards.queries.rechecks import is_coming, to_open
from doudi.common.clock import beijing
from tests.factories import awards, care

ROOT = Path(__file__).resolve().parents[2]
DOUDI = ROOT / "doudi"
# where a check-in, a missed one or a reminder is dealt with
CARE = ("rules/checkins.py", "queries/checkins.py", "actions/checkins.py", "views/checkins.py")
MONEY = {"Component", "Beneficiary", "Change", "Decision", "AwardPlace"}
FORBIDDEN = (
    "doudi.payments", "doudi.decisions", "doudi.awards.actions.applying",
    "doudi.awards.actions.awards", "doudi.awards.actions.changes",
    "doudi.awards.actions.changing", "doudi.awards.actions.offers",
)  # fmt: skip


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("name", CARE)
def test_check_ins_reach_no_money(name):
    faults = [one for one in imported(DOUDI / "awards" / name) if one.startswith(FORBIDDEN)]
    assert not faults
    if name.startswith("actions"):
        used = {one.rsplit(".", 1)[1] for one in imported(DOUDI / "awards" / name)}
        assert not used & MONEY


def test_check_ins_write_no_row_of_an_award():
    """The award is locked and read; what is saved is a check-in or a miss."""
    for node in ast.walk(tree(DOUDI / "awards" / "actions" / "checkins.py")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            whole = ast.unparse(node.func)
            assert whole not in {"award.save", "award.delete"}
            if node.func.attr in {"create", "save", "update", "delete", "bulk_create"}:
                assert whole.startswith(
                    ("CheckIn.objects", "MissedCheckIn.objects", "missed.", "joined.",
                     "award.missed_check_ins")
                ), whole  # fmt: skip


def test_what_decides_about_money_never_asks_for_a_check_in():
    """Payments and decisions, and the actions that change an award, know no check-in."""
    deciding = [
        *(DOUDI / "payments").rglob("*.py"),
        *(DOUDI / "decisions").rglob("*.py"),
        *(DOUDI / "awards" / "actions").glob("ap*.py"),
        *(DOUDI / "awards" / "actions").glob("chang*.py"),
        DOUDI / "awards" / "actions" / "awards.py",
    ]
    words = ("CheckIn", "check_ins", "checkins", "MissedCheckIn")
    faults = [
        str(path.relative_to(ROOT))
        for path in deciding
        if any(word in path.read_text(encoding="utf-8") for word in words)
    ]
    assert not faults


def given_to(award: Award) -> tuple[object, ...]:
    """All that says who is paid what: the award, its people and its parts."""
    award = Award.objects.get(pk=award.pk)
    parts = Component.objects.filter(award=award).order_by("pk")
    people = Beneficiary.objects.filter(award=award).order_by("pk")
    return (
        award.state,
        award.valid_from,
        award.valid_until,
        tuple(parts.values_list("kind", "amount_fen", "valid_from", "valid_until")),
        tuple(people.values_list("person_id", "valid_from", "valid_until")),
    )


STEPS = st.lists(
    st.tuples(st.sampled_from(["press", "visit", "nobody", "sleep"]), st.integers(1, 200)),
    min_size=1, max_size=6,
)  # fmt: skip


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_whatever_happens_to_check_ins_and_rechecks_the_sum_stays(steps):
    award = awards.more_like(_first())
    before, who = given_to(award), care.login(award)
    on = date(2026, 10, 1)
    for kind, days in steps:
        on += timedelta(days=days)
        if kind == "press":
            checkins.check_in(
                award=award, check_in=uuid4(), person=award.holder, recorded_at=beijing(on),
                by=who, at=beijing(on),
            )  # fmt: skip
        if kind in {"visit", "nobody"}:
            met = "王秀兰" if kind == "visit" else ""
            visit = care.visited(award, on, met=met, purpose="check_in")
            checkins.count_visit(visit=visit, by=care.TASK, at=beijing(on, 17))
        _night(on)
        assert given_to(award) == before
        shown = queries.panel(Award.objects.get(pk=award.pk), on)
        assert shown.amount_fen == 50_000


def _first() -> Award:
    return Award.objects.order_by("pk").first() or awards.granted()[1]


def _night(on: date) -> None:
    """What the daily tasks do."""
    for award, quarter in missed_in(on):
        checkins.open_miss(award=award, quarter=quarter, by=care.TASK, at=beijing(on, 22))
    for award in to_open(on):
        if is_coming(award, on):
            rechecks.open_recheck(award=award, by=care.TASK, at=beijing(on, 22))
