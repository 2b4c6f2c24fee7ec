"""What is owed and where it stands."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, Max, Q, QuerySet

from doudi.accounts.queries import under
from doudi.awards.models import Award, Component
from doudi.awards.states import State
from doudi.payments.models import Entitlement, Line, LineItem
from doudi.payments.rules.ledger import Balance, balance, due_months
from doudi.people.models import Household, PayeeAccount


def unentered(*, programme: str, codes: tuple[str, ...], upto: date) -> QuerySet[Component]:
    """Components that may be owed months which are not in the ledger; `due_in` says which."""
    last = F("entered") + timedelta(days=31)  # past the month entered, never past the next one
    return (
        Component.objects.filter(under(codes, field="award__place__code"))
        .filter(award__programme=programme, valid_from__lte=upto, amount_fen__gt=0)
        .exclude(award__state=State.SUSPENDED)
        .annotate(entered=Max("ledger__month"))
        .filter(Q(entered__isnull=True) | Q(entered__lt=upto))
        .filter(Q(entered__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gt=last))
        .select_related("award")
        .order_by("award_id", "pk")
    )


def due_in(component: Component, upto: date) -> list[date]:
    """Months of a component of `unentered` that are owed and not in the ledger."""
    ends = [day for day in (component.valid_until, component.award.valid_until) if day]
    entered: date | None = getattr(component, "entered", None)
    return due_months(component.valid_from, min(ends, default=None), entered, upto)


def unsettled(*, programme: str, codes: tuple[str, ...], upto: date) -> QuerySet[Entitlement]:
    """Ledger entries up to a month that no open line carries: unpaid or returned.

    Those of a suspended award wait until it is resumed.
    """
    carried = LineItem.objects.filter(open=True).values("entitlement_id")
    return (
        Entitlement.objects.filter(under(codes, field="award__place__code"))
        .filter(month__lte=upto, award__programme=programme)
        .exclude(award__state=State.SUSPENDED)
        .exclude(pk__in=carried)
        .select_related("award")
        .order_by("award__place__code", "award_id", "month", "component_id", "sequence")
    )


def accounts_of(household_ids: Iterable[int]) -> dict[int, PayeeAccount]:
    """The account that each household is paid to today."""
    rows = PayeeAccount.objects.filter(
        household_id__in=list(household_ids), superseded_at__isnull=True
    )
    return {row.household_id: row for row in rows}


def award_balance(award: Award, month: date) -> Balance:
    """Where the money of one award and month stands. `conserved` must always hold."""
    entries = list(Entitlement.objects.filter(award=award, month=month))
    items = LineItem.objects.filter(entitlement__in=entries, open=True).select_related("line")
    states = {item.entitlement_id: item.line.state for item in items}
    return balance((entry.amount_fen, states.get(entry.pk)) for entry in entries)


def paid_to(household: Household) -> QuerySet[Line]:
    """Lines of a household, newest month first, as the family sees them."""
    return (
        Line.objects.filter(award__household=household)
        .exclude(run__state__in=("draft", "cancelled"))
        .select_related("run", "award", "account")
        .order_by("-run__month", "-pk")
    )
