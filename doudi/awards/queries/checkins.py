"""Check-ins: whose turn it is, who may be seen for an award, what was missed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from doudi.accounts.models import User
from doudi.accounts.queries import place_codes, under
from doudi.awards.models import Award, Beneficiary, CheckIn, MissedCheckIn
from doudi.awards.queries.awards import beneficiaries
from doudi.awards.queries.rechecks import looking_for
from doudi.awards.rules.checkins import last_quarter, may_be_seen, next_quarter, quarter_of
from doudi.awards.states import CheckInWay, State
from doudi.common.actors import Citizen, Officer
from doudi.people.models import Person
from doudi.people.queries import (
    households_of,
    kept_from,
    may_act_for,
    members,
    names_of,
    person_of,
    representatives_of,
)
from doudi.people.queries.persons import is_alive
from doudi.people.states import RepresentationKind
from doudi.policies.rules.flows import shipped_flows
from doudi.visits.models import Visit
from doudi.visits.queries import card_seen

PURPOSE = "check_in"
USUAL_MONTHS = 3


@dataclass(frozen=True)
class Choice:
    """A person who may be checked in for an award, and in which way this actor does it."""

    person: Person
    name: str
    way: str


@dataclass(frozen=True)
class Quarter:
    """The running period of an award: `until` is its last day; `done` its first check-in."""

    first: date
    until: date
    done: CheckIn | None


@dataclass(frozen=True)
class Row:
    """One award on a list: the people of age who may be seen, the holder first."""

    award: Award
    name: str
    people: list[tuple[int, str]]


def months_of(award: Award, on: date) -> int:
    return looking_for(award, on).check_in_months


def seen_people(award: Award, on: date) -> list[Person]:
    """The holder and the adult beneficiaries: any one of them is enough for a quarter."""
    found = {award.holder_id: award.holder}
    for row in beneficiaries(award, on):
        if may_be_seen(row.person_id, row.person.born_on, award.holder_id, on):
            found.setdefault(row.person_id, row.person)
    return [person for person in found.values() if is_alive(person, on)]


def choices(by: Citizen, award: Award, on: date) -> list[Choice]:
    """Whom this citizen may check in: oneself, else whom one stands in for, else the holder of
    the family one lives with. Empty for a stranger, and for whom the family is kept from."""
    actor = person_of(by.user_id) if by.level >= 1 else None
    if actor is None or kept_from(actor, award.household, on):
        return []
    people = seen_people(award, on)
    if any(person.pk == actor.pk for person in people):
        found = [(actor, str(CheckInWay.SELF))]
    else:
        found = [(one, way) for one in people if (way := _way(actor, one, award, on))]
    names = names_of(person.pk for person, _ in found)
    return [Choice(person, names.get(person.pk, ""), way) for person, way in found]


def _way(actor: Person, person: Person, award: Award, on: date) -> str:
    """How the actor may speak for the person; '' when not at all."""
    if may_act_for(actor, person, on):
        guards = {
            row.by_person_id
            for row in representatives_of(person, on)
            if row.kind == RepresentationKind.GUARDIAN
        }
        return CheckInWay.GUARDIAN if actor.pk in guards else CheckInWay.HELPER
    lives_there = any(m.person.pk == actor.pk for m in members(award.household, on))
    return CheckInWay.HELPER if lives_there and person.pk == award.holder_id else ""


def quarter(award: Award, on: date) -> Quarter:
    months = months_of(award, on)
    first = quarter_of(on, months)
    done = award.check_ins.filter(quarter=first).order_by("seen_on", "recorded_at").first()
    return Quarter(first, next_quarter(first, months) - timedelta(days=1), done)


def check_ins_of(award: Award) -> list[CheckIn]:
    """Newest first, the last eight."""
    rows = award.check_ins.select_related("person", "by_post__office", "by_user")
    return list(rows.order_by("-seen_on", "-received_at")[:8])


def misses_of(award: Award) -> list[MissedCheckIn]:
    """Newest first, the last four."""
    rows = award.missed_check_ins.select_related("plan", "closed_by__user")
    return list(rows.order_by("-quarter")[:4])


def awards_of_citizen(by: Citizen) -> list[Award]:
    """Awards not ended of the households in which this known person benefits or holds."""
    person = person_of(by.user_id) if by.level >= 1 else None
    if person is None:
        return []
    mine = Q(holder=person) | Q(beneficiaries__person=person)
    homes = [home.pk for home in households_of(person)]
    found = Award.objects.filter(mine, household__in=homes).exclude(state=State.ENDED).distinct()
    return list(found.select_related("place", "holder", "household").order_by("pk")[:5])


def due_for(by: Citizen, on: date) -> list[tuple[Award, Quarter]]:
    """The citizen's awards that owe a check-in for the running quarter."""
    found = [(award, quarter(award, on)) for award in awards_of_citizen(by)]
    return [(a, q) for a, q in found if q.done is None and a.valid_from <= q.first]


# --- lists ------------------------------------------------------------------------------------


def usual_quarter(on: date) -> date:
    """The running quarter of the lists that join several places."""
    return quarter_of(
        on, min((f.looking.check_in_months for f in shipped_flows()), default=USUAL_MONTHS)
    )


def _owing(first: date) -> QuerySet[Award]:
    """Awards that stood from the first day of the quarter on and nobody was seen of."""
    seen = CheckIn.objects.filter(award=OuterRef("pk"), quarter=first)
    return Award.objects.exclude(state=State.ENDED).filter(~Exists(seen), valid_from__lte=first)


def owing_for(by: Officer, on: date, place: str = "") -> QuerySet[Award]:
    """Awards under the officer's places that are still to be seen in the running quarter."""
    found = _owing(usual_quarter(on)).filter(under(place_codes(by, on)))
    if place:
        found = found.filter(place__code=place)
    return with_people(found, on).order_by("place__code", "pk")


def with_people(found: QuerySet[Award], on: date) -> QuerySet[Award]:
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    people = Beneficiary.objects.filter(lasting).select_related("person").order_by("pk")
    return found.select_related("place", "household", "holder").prefetch_related(
        Prefetch("beneficiaries", queryset=people)
    )


def places_owing(by: Officer, on: date) -> list[tuple[str, str]]:
    """Codes and names of the places with someone still to be seen."""
    rows = _owing(usual_quarter(on)).filter(under(place_codes(by, on)))
    return list(rows.values_list("place__code", "place__name").distinct().order_by("place__code"))


def done_for(by: Officer, on: date) -> QuerySet[CheckIn]:
    """Check-ins of the running quarter under the officer's places, newest first."""
    return (
        CheckIn.objects.filter(quarter=usual_quarter(on))
        .filter(under(place_codes(by, on), "award__place__code"))
        .select_related("award__place", "person", "by_user", "by_post__office")
        .order_by("-seen_on", "-received_at")
    )


def open_misses() -> QuerySet[MissedCheckIn]:
    return MissedCheckIn.objects.filter(closed_at__isnull=True).exclude(award__state=State.ENDED)


def misses_for(by: Officer, on: date) -> QuerySet[MissedCheckIn]:
    """Open misses of the officer's places, the most urgent first."""
    return (
        open_misses()
        .filter(under(place_codes(by, on), "award__place__code"))
        .select_related("award__place", "award__household", "plan__first__user")
        .order_by("due_on", "pk")
    )


def rows(awards: Iterable[Award], on: date) -> list[Row]:
    """The page's awards with their people, by one query for all names."""
    found = list(awards)
    seen = {award.pk: _people(award, on) for award in found}
    names = names_of(person for people in seen.values() for person in people)
    return [
        Row(a, names.get(a.holder_id, ""), [(p, names.get(p, "")) for p in seen[a.pk]])
        for a in found
    ]


def _people(award: Award, on: date) -> list[int]:
    seen = (
        row.person_id
        for row in award.beneficiaries.all()
        if may_be_seen(row.person_id, row.person.born_on, award.holder_id, on)
    )
    return list(dict.fromkeys([award.holder_id, *seen]))


# --- tasks ------------------------------------------------------------------------------------


def missed_in(on: date) -> list[tuple[Award, date]]:
    """Awards and the quarter before this day's in which nobody was seen, not yet noted."""
    return [
        (award, first)
        for first, months in _quarters(on, last=True)
        for award in _unnoted(first)
        if months_of(award, first) == months
    ]


def _unnoted(first: date) -> QuerySet[Award]:
    noted = MissedCheckIn.objects.filter(award=OuterRef("pk"), quarter=first)
    return _owing(first).filter(~Exists(noted)).select_related("place").order_by("pk")


def to_remind(on: date) -> list[tuple[Award, date]]:
    """Awards whose running quarter ends within the reminder's days, with its last day."""
    found: list[tuple[Award, date]] = []
    for first, months in _quarters(on):
        until = next_quarter(first, months) - timedelta(days=1)
        for award in _owing(first).select_related("place", "holder", "household").order_by("pk"):
            looking = looking_for(award, on)
            near = until - timedelta(days=looking.remind_days) <= on
            if near and looking.check_in_months == months:
                found.append((award, until))
    return found


def _quarters(on: date, *, last: bool = False) -> list[tuple[date, int]]:
    """The running (or the last) period of each length that a flow has."""
    lengths = sorted({flow.looking.check_in_months for flow in shipped_flows()})
    return [(last_quarter(on, n) if last else quarter_of(on, n), n) for n in lengths]


# --- proof from a visit -----------------------------------------------------------------------


def met_in(visit: Visit, award: Award, on: date) -> list[Person]:
    """Who of the award was met at home: card seen, or named as the one who received them."""
    shown = card_seen(visit)
    people = seen_people(award, on)
    names = names_of(person.pk for person in people)
    return [p for p in people if shown.get(p.pk) or (visit.met and visit.met == names.get(p.pk))]


def awards_at(visit: Visit) -> list[Award]:
    found = Award.objects.filter(household=visit.plan.household).exclude(state=State.ENDED)
    return list(found.select_related("place", "holder", "household").order_by("pk"))


def recorder(visit: Visit) -> User:
    return visit.recorded_by.user
