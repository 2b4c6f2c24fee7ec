"""Job offers of an award's people."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.awards.models import Award, Change, JobOffer
from doudi.awards.queries.awards import beneficiaries
from doudi.awards.queries.change_pages import step_of
from doudi.awards.rules.offers import three_in_a_row
from doudi.awards.states import JobAnswer, State
from doudi.common.actors import Officer
from doudi.common.months import age_on
from doudi.people.models import Person
from doudi.people.queries import names_of

WORKING = 16


@dataclass(frozen=True)
class PersonOffers:
    """One person's offers, newest first; `in_a_row` allows a leader to propose a change."""

    person_id: int
    name: str
    offers: list[JobOffer]
    in_a_row: bool
    change: Change | None
    step: str


def source_key(offer: JobOffer) -> str:
    """The three refusals that end with this offer bring about one change, not two."""
    return f"jobs:{offer.pk}"


def offers_of(award: Award, person: Person | int | None = None) -> list[JobOffer]:
    rows = award.job_offers.select_related("noted_by__user").order_by("-offered_on", "-pk")
    if person is not None:
        rows = rows.filter(person=person)
    return list(rows[:50])


def by_person(award: Award) -> list[PersonOffers]:
    grouped: dict[int, list[JobOffer]] = defaultdict(list)
    for offer in offers_of(award):
        grouped[offer.person_id].append(offer)
    names = names_of(grouped)
    changes = {c.source_key: c for c in award.changes.filter(source_key__startswith="jobs:")}
    found = {person: changes.get(source_key(offers[0])) for person, offers in grouped.items()}
    return [
        PersonOffers(
            person_id=person,
            name=names.get(person, ""),
            offers=offers,
            in_a_row=three_in_a_row(list(reversed(offers))),
            change=found[person],
            step=step_of(change)[0] if (change := found[person]) else "",
        )
        for person, offers in grouped.items()
    ]


def who_may_work(award: Award, on: date) -> list[tuple[int, str]]:
    """Beneficiaries of sixteen and more: whether one can work is the officer's to know."""
    rows = list(beneficiaries(award, on))
    names = names_of(row.person_id for row in rows)
    return [
        (row.person_id, names.get(row.person_id, ""))
        for row in rows
        if row.person.born_on is None or age_on(row.person.born_on, on) >= WORKING
    ]


def to_judge(by: Officer, on: date) -> QuerySet[JobOffer]:
    """Refusals whose reason nobody has judged, under the officer's places, oldest first."""
    return (
        JobOffer.objects.filter(answer=JobAnswer.REFUSED, reason_good__isnull=True)
        .filter(under(place_codes(by, on), "award__place__code"))
        .exclude(award__state=State.ENDED)
        .select_related("award__place", "person", "noted_by__user")
        .order_by("offered_on", "pk")
    )
