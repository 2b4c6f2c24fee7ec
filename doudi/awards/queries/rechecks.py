"""Rechecks: how often a family is due, on which day, what is open, what is late."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.queries import place_codes, under
from doudi.accounts.states import Duty
from doudi.awards.models import Award, Recheck
from doudi.awards.rules import counted
from doudi.awards.rules.rechecks import candidates, is_unsettled, spread
from doudi.awards.states import State
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.months import add_months, month_of
from doudi.decisions.models import Decision
from doudi.policies.rules.flows import Looking, flow_for, shipped_flows
from doudi.verification.models import Check
from doudi.visits.models import Plan, Visit

PURPOSE = "recheck"


@dataclass(frozen=True)
class Standing:
    """How far a recheck is: the visit and the check that belong to it, each None until begun."""

    plan: Plan | None
    visit: Visit | None
    check: Check | None

    @property
    def reported(self) -> bool:
        return self.check is not None and self.check.reported_at is not None


def looking_for(award: Award, on: date) -> Looking:
    """How often the family is looked in on, by the flow of its programme and place."""
    return flow_for(award.programme, award.place.code, on).looking


def months_for(looking: Looking, case: Mapping[str, Any], on_aid: Collection[str], on: date) -> int:
    """Months to the next recheck, by the class of those counted in what is known of the family."""
    unsettled = is_unsettled(case, on_aid, on)
    return looking.recheck_unstable_months if unsettled else looking.recheck_stable_months


def months_at_grant(decision: Decision, place: Place) -> int:
    on = day_of(decision.decided_at or decision.proposed_at)
    looking = flow_for(decision.programme, place.code, on).looking
    made = decision.assessment
    if made is None:  # decided elsewhere and taken over: nothing was computed here
        return looking.recheck_stable_months
    return months_for(looking, made.case, counted(made.result), on)


def next_day(place: Place, since: date, months: int, award: Award | None = None) -> date:
    """The day of the next recheck, spread over the months in which this place has the fewest."""
    days = candidates(since, months)
    others = Award.objects.filter(
        place=place,
        recheck_on__gte=month_of(min(days)),
        recheck_on__lt=add_months(month_of(max(days)), 1),
    ).exclude(state=State.ENDED)
    if award is not None:
        others = others.exclude(pk=award.pk)
    load = Counter(month_of(day) for day in others.values_list("recheck_on", flat=True))
    return spread(since, months, load)


def to_open(on: date) -> QuerySet[Award]:
    """Awards whose recheck comes up and has no row yet; the flow of each says how far ahead."""
    ahead = max(flow.looking.recheck_ahead_days for flow in shipped_flows())
    there = Recheck.objects.filter(award=OuterRef("pk"), due_on=OuterRef("recheck_on"))
    return (
        Award.objects.exclude(state=State.ENDED)
        .filter(~Exists(there), recheck_on__lte=on + timedelta(days=ahead))
        .select_related("place")
        .order_by("pk")
    )


def is_coming(award: Award, on: date) -> bool:
    return award.recheck_on <= on + timedelta(days=looking_for(award, on).recheck_ahead_days)


def open_rechecks() -> QuerySet[Recheck]:
    """Not closed; those of an ended award need no one any more."""
    return Recheck.objects.filter(closed_at__isnull=True).exclude(award__state=State.ENDED)


def rechecks_for(by: Officer, on: date, *, late: bool = False) -> QuerySet[Recheck]:
    """Open rechecks of the places that the post covers, the most urgent first.

    `late`: those past their day alone. Aid goes on meanwhile: the list is the only consequence.
    """
    found = open_rechecks().filter(under(place_codes(by, on), "award__place__code"))
    found = found.filter(due_on__lt=on) if late else found
    same = {"household": OuterRef("award__household")}
    planned = Plan.objects.filter(**same, cancelled_at=None, planned_at__gte=OuterRef("opened_at"))
    seen = Visit.objects.filter(
        plan__household=OuterRef("award__household"), finished_at__gte=OuterRef("opened_at")
    )
    asked = Check.objects.filter(**same, requested_at__gte=OuterRef("opened_at"))
    return (
        found.annotate(planned=Exists(planned), visited=Exists(seen), checked=Exists(asked))
        .annotate(reported=Exists(asked.filter(reported_at__isnull=False)))
        .select_related("award__place", "award__household")
        .order_by("due_on", "pk")
    )


def step_of(recheck: Any) -> tuple[str, str]:
    """What a row of `rechecks_for` waits for, and its kind of pill."""
    if not recheck.planned and not recheck.visited:
        return _("待安排入户"), "wait"
    if not recheck.visited:
        return _("入户中"), "info"
    if not recheck.checked:
        return _("待发起核对"), "wait"
    return (_("可以办结"), "ok") if recheck.reported else (_("核对中"), "info")


def recheck_with_award(pk: int) -> Recheck | None:
    related = ("award__place", "award__office", "award__household__place", "award__holder")
    return Recheck.objects.filter(pk=pk).select_related(*related, "change").first()


def standing(recheck: Recheck) -> Standing:
    """Any visit finished and any check asked for since the recheck was opened count for it."""
    home = recheck.award.household
    visits = Visit.objects.filter(plan__household=home, finished_at__gte=recheck.opened_at)
    visit = visits.select_related("plan__first__user", "plan__second__user").order_by(
        "-finished_at"
    )
    plans = Plan.objects.filter(household=home, cancelled_at=None)
    checks = Check.objects.filter(household=home, requested_at__gte=recheck.opened_at)
    return Standing(
        plan=plans.filter(planned_at__gte=recheck.opened_at).order_by("-pk").first(),
        visit=visit.first(),
        check=checks.order_by("-pk").first(),
    )


def rechecks_of(award: Award) -> list[Recheck]:
    """Newest first, the last ten."""
    found = award.rechecks.select_related("closed_by__user", "closed_by__office", "change")
    return list(found.order_by(F("due_on").desc(), "-pk")[:10])


def leads(by: Officer) -> bool:
    return by.duty in {Duty.TOWN_LEADER, Duty.COUNTY_LEADER}
