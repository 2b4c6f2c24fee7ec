"""Families that were refused within a year and would be within the raised standard."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.applications.models import Request
from doudi.applications.states import State as Asked
from doudi.awards.models import Award
from doudi.awards.states import State
from doudi.common.actors import Officer
from doudi.common.clock import beijing
from doudi.common.months import month_of, same_day_in
from doudi.decisions.models import Assessment, Decision
from doudi.payments.models import MayAsk, Raise
from doudi.payments.queries.raising import Standards
from doudi.people.queries import names_of

MONTHS = 12
_RELATED = ("household__place", "of", "assessment__request__application")
_BEING_ASKED = (Asked.SUBMITTED, Asked.TAKEN_IN, Asked.ACCEPTED)


@dataclass(frozen=True)
class Within:
    """A refused computation that the new standard would meet; fen a month."""

    assessment: Assessment
    household: int
    amount_fen: int


def refused_lately(found: Raise, on: date) -> QuerySet[Assessment]:
    """The newest computation of each request within twelve months, where it was not met and the
    family neither draws this aid nor is asking for it."""
    newer = Assessment.objects.filter(
        request=OuterRef("request"), assessed_at__gt=OuterRef("assessed_at")
    )
    home = OuterRef("request__application__household")
    drawn = Award.objects.filter(household=home, programme=found.programme)
    open_ = Request.objects.filter(
        application__household=home, programme=found.programme, application__state__in=_BEING_ASKED
    )
    decided = Decision.objects.filter(
        request=OuterRef("pk"), decided_at__isnull=False, annulled_at__isnull=True
    )
    asking = open_.filter(~Exists(decided))
    rows = Assessment.objects.filter(
        request__isnull=False, programme=found.programme, verdict="not_met",
        request__application__place__code__startswith=found.place.code,
        assessed_at__gte=beijing(same_day_in(on, -MONTHS)),
    )  # fmt: skip
    return (
        rows.filter(~Exists(newer), ~Exists(drawn.exclude(state=State.ENDED)), ~Exists(asking))
        .annotate(home=F("request__application__household"))
        .order_by("home", "-assessed_at", "-pk")
        .distinct("home")
    )


def within(rows: Iterable[Assessment], on: date, standards: Standards) -> Iterator[Within]:
    """Those that the parameters and the rules of this month would meet."""
    for row in rows:
        result = standards.result(row, month_of(on))
        if result["verdict"] == "met":
            yield Within(row, row.home, result["amount_fen"] or 0)  # type: ignore[attr-defined]


def asking_for(by: Officer, on: date) -> QuerySet[MayAsk]:
    """Families to be helped, under the officer's places: told, and not asked since."""
    rows = MayAsk.objects.filter(under(place_codes(by, on), "household__place__code"))
    return _open(rows).select_related(*_RELATED).order_by("told_at", "pk")


def _open(rows: QuerySet[MayAsk]) -> QuerySet[MayAsk]:
    asked = Request.objects.filter(
        application__household=OuterRef("household"),
        programme=OuterRef("of__programme"),
        application__submitted_at__gt=OuterRef("told_at"),
    )
    return rows.filter(Q(told_at__isnull=False), ~Exists(asked), closed_at__isnull=True)


def of_raise(found: Raise) -> QuerySet[MayAsk]:
    rows = found.may_ask.select_related(*_RELATED)
    return rows.order_by("household__place__code", "pk")


def names(rows: Iterable[MayAsk]) -> dict[int, str]:
    """By household: the name of who asked. One query."""
    who = {
        one.household_id: one.assessment.request.application.applicant_id
        for one in rows
        if one.assessment.request
    }
    found = names_of(who.values())
    return {home: found.get(person, "") for home, person in who.items()}


def to_tell(found: Raise) -> QuerySet[MayAsk]:
    return found.may_ask.filter(told_at__isnull=True).select_related("household").order_by("pk")
