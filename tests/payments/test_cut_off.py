"""The cut-off of a run: its last day belongs to it, and each place says of which month it is."""

from datetime import date, datetime, timedelta

import pytest

from doudi.common.clock import beijing
from doudi.common.refusals import Refusal
from doudi.payments.models import Run
from doudi.payments.queries.ledger import cut_off
from doudi.policies.actions import check_value, propose_value
from doudi.policies.models import ParameterValue
from tests.factories import accounts, payments

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = payments.MONTH, date(2026, 11, 1)
SET = beijing(date(2026, 8, 3))
LAST = {"same": date(2026, 10, 5), "before": date(2026, 9, 5)}


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


def proposed(key: str, value: object, from_on: date = date(2026, 1, 1)) -> ParameterValue:
    return propose_value(
        place=accounts.DISTRICT, key=f"payment.{key}", value=value, period="", from_on=from_on,
        until_on=None, basis="区里的发放办法", standing="confirmed",
        by=accounts.officer("county_reviewer"), at=SET,
    )  # fmt: skip


def placed(key: str, value: object, from_on: date = date(2026, 1, 1)) -> None:
    """The district's own value, checked by a second person."""
    row = proposed(key, value, from_on)
    check_value(value=row, by=accounts.officer("county_leader"), at=SET)


def carried(desk: payments.Desk, month: date, known_at: datetime) -> tuple[int, Run]:
    """Fen in the month's run of an award that became known then, beside one known for long."""
    payments.bare_award(10_000, name="周大明", known_at=SET)
    award = payments.bare_award(40_000, known_at=known_at)
    run = payments.paid_month(desk, month)
    return sum(line.amount_fen for line in run.lines.filter(award=award)), run


@pytest.mark.parametrize("of", ["same", "before"])
@pytest.mark.parametrize(
    ("days", "hour", "fen"),
    [(-1, 12, 40_000), (0, 0, 40_000), (0, 23, 40_000), (1, 0, 0), (1, 12, 0)],
)
def test_the_day_before_the_last_day_and_after_it(desk, of, days, hour, fen) -> None:
    placed("cut_off_month", of)
    known = beijing(LAST[of] + timedelta(days=days), hour)
    found, run = carried(desk, OCTOBER, known)
    assert found == fen
    assert run.cut_off_at == beijing(LAST[of] + timedelta(days=1), 0)
    following = payments.paid_month(desk, NOVEMBER)
    assert following.lines.get(award__decision__amount_fen=40_000).amount_fen == 80_000 - fen


def test_january_s_month_before_is_december() -> None:
    placed("cut_off_month", "before")
    assert cut_off(accounts.DISTRICT, date(2027, 1, 1)) == beijing(date(2026, 12, 6), 0)


@pytest.mark.parametrize(
    ("day", "month", "last"),
    [(1, OCTOBER, date(2026, 10, 1)), (28, OCTOBER, date(2026, 10, 28)),
     (28, date(2027, 2, 1), date(2027, 2, 28))],
)  # fmt: skip
def test_the_first_and_the_twenty_eighth_are_days_too(day, month, last) -> None:
    placed("cut_off_day", day)
    assert cut_off(accounts.DISTRICT, month) == beijing(last + timedelta(days=1), 0)


def test_the_rule_in_force_in_the_month_counts() -> None:
    placed("cut_off_month", "before", from_on=NOVEMBER)
    assert cut_off(accounts.DISTRICT, OCTOBER) == beijing(date(2026, 10, 6), 0)
    assert cut_off(accounts.DISTRICT, NOVEMBER) == beijing(date(2026, 10, 6), 0)
    assert cut_off(accounts.CHANGZHOU_VILLAGE, NOVEMBER) == beijing(date(2026, 11, 6), 0)


def test_another_word_is_refused() -> None:
    with pytest.raises(Refusal):
        proposed("cut_off_month", "after")
