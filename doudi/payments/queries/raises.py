"""Raises as the desk sees them: what waits to be drafted, the list and its totals."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.queries import place_codes, under
from doudi.awards.models import Award, Change
from doudi.awards.rules.changes import next_month
from doudi.common.actors import Officer
from doudi.common.refusals import Hidden
from doudi.payments.models import Entitlement, Raise, RaiseItem, RaiseLine
from doudi.payments.queries.raising import reads
from doudi.payments.states import ItemState, RaiseState
from doudi.people.queries.kin import own_kin
from doudi.policies.models import ParameterValue
from doudi.policies.queries.parameters import in_force

OPEN = (RaiseState.DRAFT, RaiseState.READY, RaiseState.APPROVED)
# values older than that were raised, or never will be
LOOK_BACK = timedelta(days=731)
DISTRICT = 6  # digits of its code


@dataclass(frozen=True)
class Waiting:
    """Checked values of one place, programme and day that no raise has taken up yet."""

    place: Place
    programme: str
    from_on: date
    values: tuple[ParameterValue, ...]


def checked_values(place: str, programme: str, from_on: date) -> list[ParameterValue]:
    """The place's checked values from that day on that the programme's rule reads; those of the
    places above it too."""
    rows = in_force().filter(from_on=from_on, key__in=reads(programme, from_on))
    return [row for row in rows.order_by("key", "pk") if place.startswith(row.place)]


def cause_of(values: Iterable[ParameterValue]) -> str:
    return ",".join(str(pk) for pk in sorted(value.pk for value in values))


@dataclass(frozen=True)
class Computed:
    """Awards of a programme in a district: when the first was computed, and for which day.
    `bare`: how many rest on no computation."""

    programme: str
    district: str
    first_on: date | None
    first_at: datetime | None
    bare: int

    def without(self, value: ParameterValue) -> bool:
        """Whether one may have been computed before the value held or was known."""
        if self.bare or self.first_on is None or self.first_at is None:
            return True
        known = value.checked_at is not None and value.checked_at <= self.first_at
        return self.first_on < value.from_on or not known


def to_draft(by: Officer, on: date) -> list[Waiting]:
    """Values that count by next month, of districts that the post reaches with awards that were
    computed without them."""
    known = list(in_force().filter(from_on__lte=next_month(on), from_on__gt=on - LOOK_BACK))
    if not known:
        return []
    places = Place.objects.filter(code__in=place_codes(by, on))
    awards = _computed(by, on)
    taken = _taken(places)
    found = []
    for place in places:
        for (programme, from_on), values in _grouped(known, place, awards).items():
            if (place.pk, programme, cause_of(values)) not in taken:
                found.append(Waiting(place, programme, from_on, tuple(values)))
    return found


def _computed(by: Officer, on: date) -> list[Computed]:
    """One query, one row for each district and programme."""
    rows = Award.objects.filter(under(place_codes(by, on)))
    found = (
        rows.annotate(district=Left("place__code", DISTRICT))
        .values("programme", "district")
        .annotate(
            first_on=Min("decision__assessment__on"),
            first_at=Min("decision__assessment__assessed_at"),
            bare=Count("pk", filter=Q(decision__assessment__isnull=True)),
        )
        .order_by("programme", "district")
    )
    return [Computed(**row) for row in found]


def _taken(places: Iterable[Place]) -> set[tuple[int, str, str]]:
    """Causes whose newest list is open, or is closed and left no award behind as it had changed."""
    stale = RaiseItem.objects.filter(of=OuterRef("pk"), state=ItemState.STALE)
    live = Raise.objects.filter(place__in=places).exclude(state=RaiseState.CANCELLED)
    newest = {
        (one.place_id, one.programme, one.cause): one
        for one in live.annotate(left=Exists(stale)).order_by("pk")
    }
    return {key for key, one in newest.items() if one.state != RaiseState.DONE or not one.left}


def _grouped(
    known: Iterable[ParameterValue], place: Place, awards: Iterable[Computed]
) -> dict[tuple[str, date], list[ParameterValue]]:
    found: dict[tuple[str, date], list[ParameterValue]] = defaultdict(list)
    here = [one for one in awards if one.district.startswith(place.code[:DISTRICT])]
    values = [value for value in known if place.code.startswith(value.place)]
    for programme in sorted({one.programme for one in here}):
        mine = [one for one in here if one.programme == programme]
        for value in values:
            if value.key in reads(programme, value.from_on) and any(
                one.without(value) for one in mine
            ):
                found[programme, value.from_on].append(value)
    return found


def raises_for(by: Officer, on: date) -> QuerySet[Raise]:
    """Raises under the officer's places, newest first, with families listed and their sum."""
    listed = Q(items__total_fen__gt=0) & ~Q(items__state=ItemState.DROPPED)
    rows = Raise.objects.filter(under(place_codes(by, on)))
    return (
        rows.select_related("place")
        .annotate(families=Count("items", filter=listed), fen=Sum("items__total_fen"))
        .order_by("-drafted_at", "-pk")
    )


def raise_by_key(key: UUID) -> Raise:
    related = ("place", "drafted_by__user", "approved_by__user")
    found = Raise.objects.filter(key=key).select_related(*related).first()
    if found is None:
        raise Hidden("raise.none", _("没有找到这次提标。"))
    return found


@dataclass(frozen=True)
class Totals:
    """Counts of awards by state; those with back-pay, its months and fen; fen a month more."""

    counts: dict[str, int]
    awards: int
    listed: int
    with_back_pay: int
    months: int
    total_fen: int
    monthly_fen: int
    first: date | None

    @property
    def computed(self) -> int:
        return self.awards - self.counts.get(ItemState.WAITING, 0)

    @property
    def applied(self) -> int:
        return self.counts.get(ItemState.APPLIED, 0)

    @property
    def left(self) -> int:
        return self.counts.get(ItemState.MORE, 0)


LISTED = (ItemState.MORE, ItemState.KIN, ItemState.APPLIED)


def totals(found: Raise) -> Totals:
    rows = found.items.values("state").annotate(n=Count("pk")).order_by()
    counts = {row["state"]: row["n"] for row in rows}
    listed = found.items.filter(state__in=LISTED)
    more = Count("pk", filter=Q(total_fen__gt=0))
    sums = listed.aggregate(
        fen=Sum("total_fen"), old=Sum("old_fen"), new=Sum("new_fen"), families=more
    )
    lines = RaiseLine.objects.filter(item__in=listed, open=True)
    months = lines.aggregate(n=Count("pk"), first=Min("month"))
    return Totals(
        counts=counts,
        awards=sum(counts.values()),
        listed=sum(counts.get(state, 0) for state in LISTED),
        with_back_pay=sums["families"],
        months=months["n"],
        total_fen=sums["fen"] or 0,
        monthly_fen=(sums["new"] or 0) - (sums["old"] or 0),
        first=months["first"],
    )


def item_rows(found: Raise, state: str = "") -> QuerySet[RaiseItem]:
    """The awards of a raise in one state; without one: what is listed or waits for a person."""
    rows = found.items.select_related("award__place", "award__holder", "award__household")
    shown = [state] if state else [*LISTED, ItemState.PERSON, ItemState.STALE]
    return rows.filter(state__in=shown).order_by("award__place__code", "pk")


def lines_of(items: Iterable[RaiseItem]) -> dict[int, list[RaiseLine]]:
    found: dict[int, list[RaiseLine]] = defaultdict(list)
    rows = RaiseLine.objects.filter(item__in=list(items)).order_by("month", "pk")
    for row in rows:
        found[row.item_id].append(row)
    return {pk: [one for one in all_ if one.open] or all_ for pk, all_ in found.items()}


def exported(found: Raise) -> QuerySet[RaiseLine]:
    """The lines of the difference list, village by village."""
    lines = RaiseLine.objects.filter(item__of=found, item__state__in=LISTED, open=True)
    return lines.select_related("award__place", "award__holder").order_by(
        "award__place__code", "award_id", "month"
    )


def kin_items(by: Officer, found: Raise, on: date) -> list[RaiseItem]:
    """Listed awards of families in which this officer has a relative."""
    rows = found.items.filter(state=ItemState.MORE)
    homes = own_kin(by, rows.values_list("award__household_id", flat=True), on)
    return list(rows.filter(award__household_id__in=homes))


def moved_on(found: Raise) -> bool:
    """Whether an award of the list was entered or changed since it was computed: the list no
    longer says what would be paid."""
    mine = found.items.filter(award=OuterRef("award"), state=ItemState.MORE)
    entered = mine.filter(computed_at__lt=OuterRef("entered_at"))
    changed = mine.filter(computed_at__lt=OuterRef("closed_at"))
    return (
        Entitlement.objects.filter(Exists(entered)).exists()
        or Change.objects.filter(Exists(changed)).exists()
    )


def work_waits() -> QuerySet[Raise]:
    """Raises with something left to compute or to carry out."""
    return Raise.objects.filter(state__in=[RaiseState.DRAFT, RaiseState.APPROVED]).order_by("pk")


def ready_for(by: Officer, on: date) -> QuerySet[Raise]:
    """Raises that wait for an approval, or whose kin's lines wait for another approver."""
    kin = RaiseItem.objects.filter(of=OuterRef("pk"), state=ItemState.KIN)
    rows = Raise.objects.filter(under(place_codes(by, on)))
    return rows.filter(Q(state=RaiseState.READY) | Exists(kin))
