"""What is owed and where it stands."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from doudi.accounts.queries import under
from doudi.awards.models import Award, AwardPlace, Component
from doudi.awards.states import State
from doudi.common.clock import beijing
from doudi.common.months import add_months
from doudi.payments.models import ClaimMonth, Entitlement, Line, LineItem, RecoveryClaim
from doudi.payments.rules.ledger import Balance, Stand, balance, due_months
from doudi.payments.rules.recovery import allocated, by_month
from doudi.payments.states import ASKED_BACK, EntryReason
from doudi.people.models import Household, PayeeAccount
from doudi.policies.queries import bundle_for

_CORRECTIONS = (EntryReason.BACK_PAY, EntryReason.CORRECTED)


def cut_off(place: str, month: date) -> datetime:
    """The end of the last day on which what becomes known is in the run (choice U-45)."""
    bundle = bundle_for(place, month)
    of = month if bundle.value("payment.cut_off_month") == "same" else add_months(month, -1)
    return beijing(of + timedelta(days=int(bundle.value("payment.cut_off_day"))), hour=0)


def paid_by(codes: tuple[str, ...], *, award: str, month: object) -> Exists:
    """Whether a place under `codes` pays that month: after a move the old one pays the month of
    the move, the new one from the next."""
    places = AwardPlace.objects.filter(under(codes), award=OuterRef(award), valid_from__lte=month)
    return Exists(places.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=month)))


def with_place(lines: QuerySet[Line]) -> QuerySet[Line]:
    """Lines with `place_name` and `place_code`: who pays the last month under the line. After a
    move the award's own place is already the new one."""
    last = LineItem.objects.filter(line=OuterRef("pk")).order_by("-entitlement__month")
    places = AwardPlace.objects.filter(
        award=OuterRef("award"), valid_from__lte=OuterRef("last_month")
    ).order_by("-valid_from")
    return lines.annotate(last_month=Subquery(last.values("entitlement__month")[:1])).annotate(
        place_name=Subquery(places.values("place__name")[:1]),
        place_code=Subquery(places.values("place__code")[:1]),
    )


def unentered(
    *, programme: str, codes: tuple[str, ...], upto: date, known: datetime | None = None
) -> QuerySet[Component]:
    """Components that may be owed months which are not in the ledger; `due_in` says which."""
    last = F("entered") + timedelta(days=31)  # past the month entered, never past the next one
    found = Component.objects.filter(
        paid_by(codes, award="award_id", month=upto),
        award__programme=programme,
        valid_from__lte=upto,
        amount_fen__gt=0,
    )
    if known:
        found = found.filter(known_at__lt=known)
    return (
        found.exclude(award__state=State.SUSPENDED)
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


def with_more_places(*, programme: str, codes: tuple[str, ...]) -> set[int]:
    """Awards that moved from or to these places, and may lack a month in between."""
    moved = AwardPlace.objects.filter(under(codes), award__programme=programme).filter(
        Q(valid_from__gt=F("award__valid_from")) | Q(valid_until__isnull=False)
    )
    live = moved.exclude(award__state=State.SUSPENDED)
    return set(live.values_list("award_id", flat=True))


def known_later(*, programme: str, codes: tuple[str, ...], known: datetime) -> set[int]:
    """Awards with a component that became known after the cut-off."""
    rows = Component.objects.filter(
        under(codes, field="award__places__place__code"),
        award__programme=programme,
        known_at__gte=known,
    )
    live = rows.exclude(award__state=State.SUSPENDED)
    return set(live.values_list("award_id", flat=True))


def entered_from(month: date, *, programme: str, codes: tuple[str, ...]) -> set[int]:
    """Awards with an entry for this month or a later one."""
    rows = Entitlement.objects.filter(
        under(codes, field="award__places__place__code"),
        award__programme=programme,
        month__gte=month,
    )
    return set(rows.values_list("award_id", flat=True).distinct())


def carried() -> Exists:
    return Exists(LineItem.objects.filter(entitlement=OuterRef("pk"), open=True))


def unsettled(
    *,
    programme: str,
    codes: tuple[str, ...],
    upto: date,
    known: datetime | None = None,
    at: datetime | None = None,
) -> QuerySet[Entitlement]:
    """Ledger entries up to a month that no open line carries: unpaid, returned or cleared.

    Those of a suspended award wait until it is resumed; what was decided to be recovered is no
    money to pay. A correction entered after the cut-off `known`, but not now (`at`), waits.
    """
    found = (
        Entitlement.objects.filter(paid_by(codes, award="award_id", month=OuterRef("month")))
        .filter(~carried(), month__lte=upto, award__programme=programme)
        .exclude(award__state=State.SUSPENDED)
        .exclude(reason__in=ASKED_BACK)
    )
    if known:
        later = Q(reason__in=_CORRECTIONS, entered_at__gte=known)
        found = found.exclude(later & ~Q(entered_at=at))
    return found.select_related("award").order_by(
        "award__place__code", "award_id", "month", "component_id", "sequence"
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
    stands = (Stand(entry.amount_fen, states.get(entry.pk), entry.reason) for entry in entries)
    return balance(stands, _repaid(award, month))


def _repaid(award: Award, month: date) -> int:
    """Fen that came back for that month, of all claims of the award."""
    claims = RecoveryClaim.objects.filter(award=award, decision__isnull=False)
    back: dict[int, int] = defaultdict(int)
    for claim, fen in claims.values_list("pk", "repayments__amount_fen"):
        back[claim] += fen or 0
    rows: dict[int, list[tuple[date, int]]] = defaultdict(list)
    months = ClaimMonth.objects.filter(claim__in=back).values_list(
        "claim_id", "month", "amount_fen"
    )
    for claim, of, fen in months:
        rows[claim].append((of, fen))
    return sum(allocated(by_month(rows[pk]), fen).get(month, 0) for pk, fen in back.items())


def paid_to(household: Household) -> QuerySet[Line]:
    """Lines of a household, newest month first, as the family sees them."""
    return (
        Line.objects.filter(award__household=household)
        .exclude(run__state__in=("draft", "cancelled"))
        .select_related("run", "award", "account")
        .order_by("-run__month", "-pk")
    )
