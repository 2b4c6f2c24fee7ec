"""A matter of an award (a change, a claim): its hearings, assessments and decision."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from doudi.accounts.models import Place
from doudi.decisions.models import Assessment, Decision, Hearing
from doudi.decisions.states import LESS, HearingWay, Outcome
from doudi.people.models import Household
from doudi.people.queries import members
from doudi.policies.rules.flows import Flow, flow_for
from doudi.visits.models import Visit

# attempts on so many days before "not reached" stands for a hearing
ATTEMPTS = 2
OUTCOMES = (
    Outcome.RAISED,
    Outcome.REDUCED,
    Outcome.UNCHANGED,
    Outcome.SUSPENDED,
    Outcome.RESUMED,
    Outcome.ENDED,
    Outcome.RECOVERED,
)
COMPUTED = frozenset({Outcome.RAISED, Outcome.REDUCED, Outcome.UNCHANGED})


def hearings_of(matter: str) -> QuerySet[Hearing]:
    return (
        Hearing.objects.filter(matter=matter)
        .select_related("heard", "noted_by__user", "noted_by__office")
        .order_by("held_on", "pk")
    )


def is_heard(matter: str, since: Assessment | None = None) -> bool:
    """Someone spoke, or was not reached on two days. `since`: only what came after it was
    computed, so that the person was told the amount that is proposed."""
    found = Hearing.objects.filter(matter=matter)
    if since is not None:
        found = found.filter(noted_at__gte=since.assessed_at)
    spoke = found.exclude(way=HearingWay.NOT_REACHED)
    attempts = found.filter(way=HearingWay.NOT_REACHED).values("held_on").distinct()
    return spoke.exists() or attempts.count() >= ATTEMPTS


def must_be_heard(outcome: str, household: Household, on: date) -> bool:
    """Before less or nothing, wherever there is still somebody to hear."""
    return outcome in LESS and bool(members(household, on))


def newest(matter: str) -> Assessment | None:
    found = Assessment.objects.filter(matter=matter).select_related("bundle", "snapshot")
    return found.order_by("-assessed_at", "-pk").first()


def decision_of(matter: str) -> Decision | None:
    """The one decision about the matter that stands: proposed or decided."""
    found = Decision.objects.filter(
        matter=matter, returned_at__isnull=True, annulled_at__isnull=True
    )
    return found.select_related(
        "assessment__bundle", "office", "proposed_by__user", "decided_by__user"
    ).first()


def before(decision: Decision) -> Decision | None:
    """What was decided for this household and programme before, with an amount."""
    found = Decision.objects.filter(
        household=decision.household,
        programme=decision.programme,
        decided_at__isnull=False,
        annulled_at__isnull=True,
        amount_fen__isnull=False,
        proposed_at__lt=decision.proposed_at,
    ).exclude(outcome=Outcome.RECOVERED)
    return found.select_related("assessment").order_by("-decided_at", "-pk").first()


def visitors(decision: Decision) -> set[int]:
    """User ids of those who visited the family since the decision before this one."""
    last = before(decision)
    found = Visit.objects.filter(plan__household=decision.household, finished_at__isnull=False)
    if last is not None:
        found = found.filter(finished_at__gt=last.decided_at)
    pairs: Iterable[tuple[int, int]] = found.values_list("plan__first__user", "plan__second__user")
    return {user for pair in pairs for user in pair}


def flow_at(programme: str, place: Place, on: date) -> Flow:
    return flow_for(programme, place.code, on)


def duty_of(step: str, programme: str, place: Place, on: date) -> str:
    """Who proposes or decides there."""
    found = flow_at(programme, place, on).step(step)
    return found.duty if found else ""
