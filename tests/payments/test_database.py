"""What the database itself refuses, each from both sides."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from doudi.accounts.models import Post
from doudi.payments.models import Entitlement, Line, LineItem, Run
from doudi.payments.states import LineState, RunState
from tests.factories import awards, payments

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


@pytest.fixture
def run(desk) -> Run:
    payments.payable(awards.granted()[1])
    return payments.drafted(desk)


def refused(name: str, act) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def entry(run: Run, **more) -> Entitlement:
    known = Entitlement.objects.first()
    values = {
        "award": known.award, "component": known.component, "month": known.month, "sequence": 1,
        "amount_fen": -100, "reason": "correction", "entered_at": payments.DRAFTED,
    }  # fmt: skip
    return Entitlement.objects.create(**values | more)


def test_an_entitlement_is_there_once(run):
    refused("entitlement_once", lambda: entry(run, sequence=0))
    assert entry(run, sequence=1).amount_fen == -100


def test_a_month_is_its_first_day(run):
    refused("entitlement_month_first", lambda: entry(run, month=date(2026, 11, 2)))
    entry(run, month=date(2026, 11, 1))
    refused("run_month_first", lambda: Run.objects.update(month=date(2026, 10, 2)))


@pytest.mark.parametrize("sql", ["UPDATE {} SET amount_fen = 1", "DELETE FROM {}"])
def test_the_ledger_is_append_only(run, sql):
    with (
        pytest.raises(ProgrammingError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format("payments_entitlement"))
    assert Entitlement.objects.exists()


def test_one_open_line_for_an_entitlement(run):
    item = LineItem.objects.first()
    copy = Run.objects.create(
        number="X", month=run.month, programme="other", office=run.office, place=run.place,
        state=RunState.DRAFT, drafted_at=run.drafted_at, drafted_by=run.drafted_by,
        drafted_user=run.drafted_user,
    )  # fmt: skip
    old = item.line
    line = Line.objects.create(
        run=copy, award=old.award, account=old.account, reference="X-1", amount_fen=1,
        state=LineState.READY,
    )  # fmt: skip

    def carry():
        return LineItem.objects.create(line=line, entitlement=item.entitlement)

    refused("entitlement_settled_once", carry)
    LineItem.objects.filter(pk=item.pk).update(open=False)
    assert carry().open


def test_four_eyes_stand_in_the_database(run, desk):
    def approve(user_id: int, post_id: int):
        Run.objects.filter(pk=run.pk).update(
            state=RunState.APPROVED, approved_user_id=user_id, approved_by_id=post_id
        )

    refused("run_four_eyes", lambda: approve(desk.drafter.user_id, desk.drafter.post_id))
    approve(desk.approver.user_id, desk.approver.post_id)
    assert Post.objects.get(pk=desk.approver.post_id)


@pytest.mark.parametrize("state", [RunState.APPROVED, RunState.SENT, RunState.SETTLED])
def test_nothing_is_sent_unapproved(run, state):
    refused("run_sent_when_approved", lambda: Run.objects.filter(pk=run.pk).update(state=state))
    Run.objects.filter(pk=run.pk).update(state=RunState.CANCELLED)


def test_one_draft_of_a_place(run):
    def second():
        Run.objects.create(
            number="Y", month=run.month, programme=run.programme, office=run.office,
            place=run.place, state=RunState.DRAFT, drafted_at=run.drafted_at,
            drafted_by=run.drafted_by, drafted_user=run.drafted_user,
        )  # fmt: skip

    refused("run_one_draft", second)
    Run.objects.filter(pk=run.pk).update(state=RunState.CANCELLED)
    second()


def test_lines(run):
    line = run.lines.get()
    refused("line_positive", lambda: run.lines.update(amount_fen=0))
    refused("line_to_an_account", lambda: run.lines.update(account=None))
    refused("line_answered_on", lambda: run.lines.update(state=LineState.PAID))
    refused(
        "line_once",
        lambda: Line.objects.create(
            run=run, award=line.award, account=line.account, reference="Z", amount_fen=1,
            state=LineState.READY,
        ),
    )  # fmt: skip
    other = awards.more_like(line.award)
    refused(
        "reference",
        lambda: Line.objects.create(
            run=run, award=other, reference=line.reference, amount_fen=1,
            state=LineState.SET_ASIDE,
        ),
    )  # fmt: skip
    run.lines.update(state=LineState.PAID, bank_on=date(2026, 10, 9))
    run.lines.update(state=LineState.SET_ASIDE, account=None)
