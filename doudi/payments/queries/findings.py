"""Findings about lines: what waits for an answer, and what was set aside until when."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.common.actors import Officer
from doudi.payments.models import Line, LineFinding, Run
from doudi.payments.queries.ledger import with_place
from doudi.payments.states import CANNOT_PAY, FindingAnswer, FindingKind, LineState, RunState
from doudi.people.models import PayeeAccount
from doudi.people.queries.kin import own_kin


def unanswered(run: Run) -> QuerySet[LineFinding]:
    """Findings that nobody has answered; those of a line set aside need no other answer."""
    open_findings = LineFinding.objects.filter(line__run=run, answer="")
    return open_findings.exclude(line__state=LineState.SET_ASIDE)


def kin_lines(by: Officer, run: Run, on: date) -> list[Line]:
    """Lines that would be paid to families in which this officer has a relative."""
    ready = run.lines.filter(state=LineState.READY)
    homes = own_kin(by, ready.values_list("award__household_id", flat=True), on)
    return list(ready.filter(award__household_id__in=homes))


def held_for_kin() -> Exists:
    """Whether a line waits for an approver who is no relative: it was ready, nothing else holds
    it."""
    return Exists(
        LineFinding.objects.filter(
            line=OuterRef("pk"), kind=FindingKind.KIN, cleared_at__isnull=True
        )
    )


def set_aside_for(by: Officer, on: date) -> QuerySet[Line]:
    """Lines that wait to be cleared where this officer pays, the earliest due day first."""
    waiting = LineFinding.objects.filter(
        answer=FindingAnswer.SET_ASIDE,
        cleared_at__isnull=True,
        line__state=LineState.SET_ASIDE,
    )
    first = waiting.filter(line=OuterRef("pk")).order_by("due_on")
    return (
        with_place(Line.objects.all())
        .filter(Exists(first), under(place_codes(by, on), field="run__place__code"))
        .annotate(due_on=first.values("due_on")[:1])
        .select_related("run", "award__holder", "account")
        .prefetch_related(Prefetch("findings", waiting, to_attr="held_for"))
        .order_by("due_on", "pk")
    )


def held_without_account(*, programme: str, codes: tuple[str, ...]) -> list[int]:
    """Lines set aside for want of an account alone, of households that have a confirmed one."""
    mine = LineFinding.objects.filter(line=OuterRef("pk"), cleared_at__isnull=True)
    account = PayeeAccount.objects.filter(
        household=OuterRef("award__household"),
        superseded_at__isnull=True,
        confirmed_at__isnull=False,
    )
    rows = Line.objects.filter(
        under(codes, field="run__place__code"),
        Exists(mine.filter(kind__in=CANNOT_PAY)),
        ~Exists(mine.exclude(kind__in=CANNOT_PAY)),
        Exists(account),
        run__programme=programme,
        state=LineState.SET_ASIDE,
        items__open=True,
    )
    return list(rows.exclude(run__state=RunState.CANCELLED).values_list("pk", flat=True).distinct())
