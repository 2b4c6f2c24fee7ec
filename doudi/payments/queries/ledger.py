"""What is owed and where it stands."""

from datetime import date

from django.db.models import QuerySet

from doudi.awards.models import Award
from doudi.payments.models import Entitlement, Line, LineItem
from doudi.payments.rules.ledger import Balance, balance
from doudi.people.models import Household


def unsettled(*, programme: str, codes: tuple[str, ...], upto: date) -> QuerySet[Entitlement]:
    """Ledger entries up to a month that no open line carries yet: unpaid or returned."""
    carried = LineItem.objects.filter(open=True).values("entitlement_id")
    return (
        Entitlement.objects.filter(month__lte=upto, award__programme=programme)
        .filter(award__place__in=_places(codes))
        .exclude(pk__in=carried)
        .select_related("award", "award__household")
        .order_by("award_id", "month", "component_id", "sequence")
    )


def _places(codes: tuple[str, ...]):  # type: ignore[no-untyped-def]
    from doudi.accounts.models import Place
    from doudi.accounts.queries import under

    return Place.objects.filter(under(codes, field="code"))


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
