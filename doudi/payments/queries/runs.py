"""Runs, their totals, and the rows of the bank file."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from doudi.accounts.queries import place_codes, under
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Hidden
from doudi.common.workdays import add_workdays
from doudi.payments.models import BankFile, Line, LineFinding, ReturnFault, Run
from doudi.payments.queries.findings import unanswered
from doudi.payments.queries.ledger import with_place
from doudi.payments.rules.bank_files import OutRow
from doudi.payments.states import LineState
from doudi.people.queries import account_number, names_of
from doudi.policies.queries import bundle_for


@dataclass(frozen=True)
class RunView:
    """A run with its totals in fen and counts of lines by state."""

    run: Run
    lines: int
    amount_fen: int
    set_aside: int
    paid_fen: int
    returned: int
    in_transit: int
    in_doubt: int
    unanswered: int


def runs_for(by: Officer, on: date) -> QuerySet[Run]:
    return (
        Run.objects.filter(under(place_codes(by, on)))
        .select_related("office", "place")
        .annotate(line_count=Count("lines"), total_fen=Sum("lines__amount_fen"))
        .order_by("-month", "-pk")
    )


def run_by_key(key: UUID) -> Run:
    run = Run.objects.filter(key=key).select_related("office", "place").first()
    if run is None:
        raise Hidden("run.unknown", _("没有找到这一批发放。"))
    return run


def run_view(run: Run) -> RunView:
    def count(state: str) -> Count:
        return Count("pk", filter=Q(state=state))

    sums = run.lines.aggregate(
        lines=Count("pk"),
        amount=Sum("amount_fen"),
        set_aside=count(LineState.SET_ASIDE),
        paid=Sum("amount_fen", filter=Q(state=LineState.PAID)),
        returned=count(LineState.RETURNED),
        in_transit=count(LineState.IN_TRANSIT),
        in_doubt=count(LineState.IN_DOUBT),
    )
    return RunView(
        run=run,
        lines=sums["lines"],
        amount_fen=sums["amount"] or 0,
        set_aside=sums["set_aside"],
        paid_fen=sums["paid"] or 0,
        returned=sums["returned"],
        in_transit=sums["in_transit"],
        in_doubt=sums["in_doubt"],
        unanswered=unanswered(run).count(),
    )


def line_rows(run: Run, state: str = "") -> QuerySet[Line]:
    """Lines with their findings; `state` is that of a line, or "finding" for what waits."""
    rows = with_place(run.lines.all()).select_related(
        "award", "award__holder", "account", "account__holder"
    )
    rows = rows.prefetch_related(
        Prefetch(
            "findings",
            LineFinding.objects.select_related("answered_by__user", "other").order_by("pk"),
            to_attr="found",
        )
    )
    if state == "finding":
        rows = rows.filter(pk__in=unanswered(run).values("line"))
    elif state:
        rows = rows.filter(state=state)
    return rows.order_by(F("place_code"), "pk")


def silent_until(run: Run, on: date) -> date:
    """The last day on which the bank may still answer a run that was sent; `on` if it was not."""
    days = int(bundle_for(run.place.code, on).value("payment.bank_silent_workdays"))
    return add_workdays(day_of(run.sent_at), days) if run.sent_at else on


def return_faults(run: Run) -> QuerySet[ReturnFault]:
    """Rows of the bank's answers that could not be used, newest file first."""
    rows = ReturnFault.objects.filter(bank_file__run=run).select_related("bank_file")
    return rows.order_by("-bank_file__made_at", "row")


def out_rows(lines: list[Line]) -> list[OutRow]:
    """What the bank must know of each line, with numbers in clear: for the file only."""
    names = names_of(line.account.holder_id for line in lines if line.account)
    return [
        OutRow(
            reference=line.reference,
            holder=names.get(line.account.holder_id, ""),
            account=account_number(line.account),
            bank=line.account.bank,
            amount_fen=line.amount_fen,
            purpose=f"{line.run.month:%Y年%m月}救助金",
        )
        for line in lines
        if line.account
    ]


def bank_file(run: Run, kind: str) -> BankFile | None:
    return run.bank_files.filter(kind=kind).select_related("file").order_by("-made_at").first()
