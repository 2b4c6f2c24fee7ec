"""What a family sees of its cases: the station, the next thing, the money."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy

from doudi.applications.models import Application
from doudi.applications.queries import started_by, stations
from doudi.applications.queries.applications import of_households
from doudi.applications.states import State
from doudi.awards.models import Award
from doudi.common.actors import Citizen
from doudi.decisions.queries import current_decision
from doudi.decisions.queries.standing import line_of
from doudi.messaging.queries import Letter, inbox
from doudi.messaging.rules import inbox_of
from doudi.payments.queries import paid_to
from doudi.people.queries import households_of, kept_households, person_of
from doudi.portal.rules import Standing, steps_done
from doudi.ui.lines import Step, steps
from doudi.visits.queries import finished_visit

LIMIT = 5  # the newest; a family has one or two


# what comes next, by how many stations are done
NEXT = (
    gettext_lazy("还没有提交。点开继续填写。"),
    gettext_lazy("已经交给村（社区）。乡镇（街道）受理后会告诉您。"),
    gettext_lazy("已经受理。两名工作人员会上门看看，请留人在家。"),
    gettext_lazy("上门看过了。正在核对和审核，接着在村里公示 7 天。"),
    gettext_lazy("公示期间有疑问，可以打电话问。公示后作出决定。"),
    gettext_lazy("已经作出决定。给予救助的，从下个月起发放。"),
    gettext_lazy("救助金已经到账。家里有变化，请告诉我们。"),
)


@dataclass(frozen=True)
class CaseLine:
    """One application on the first page; no personal value stands in it."""

    key: UUID
    number: str
    state: str
    draft: bool
    over: bool
    steps: list[Step]
    next: str


def cases_of(citizen: Citizen, on: date) -> list[Application]:
    """What this phone started, and at level 1 what concerns the person's household; nothing of a
    household that the person is kept from."""
    kept = kept_from_user(citizen, on)
    started = started_by(citizen.user_id).exclude(household_id__in=kept)
    found = {a.pk: a for a in started[:LIMIT]}
    person = person_of(citizen.user_id) if citizen.level >= 1 else None
    if person:
        homes = [home.pk for home in households_of(person)]
        found |= {a.pk: a for a in of_households(homes)[:LIMIT]}
    return sorted(found.values(), key=lambda a: a.started_at, reverse=True)


def case_lines(citizen: Citizen, on: date) -> list[CaseLine]:
    return [case_line(application) for application in cases_of(citizen, on)]


def kept_from_user(citizen: Citizen, on: date) -> frozenset[int]:
    """Ids of the households of which this sign-in is shown nothing."""
    person = person_of(citizen.user_id)
    return kept_households(person, on) if person else frozenset()


def letters_of(citizen: Citizen, on: date) -> list[Letter]:
    """The inbox, without what was sent about a case before the reader was kept from it."""
    letters = inbox(inbox_of(citizen.user_id), limit=50)
    kept = kept_from_user(citizen, on)
    if not kept:
        return letters
    hidden = {str(key) for key in of_households(kept).values_list("key", flat=True)}
    awards = Award.objects.filter(household_id__in=kept)
    hidden |= {str(key) for key in awards.values_list("key", flat=True)}
    return [letter for letter in letters if letter.key not in hidden]


def case_line(application: Application) -> CaseLine:
    standing = standing_of(application)
    done = steps_done(standing)
    return CaseLine(
        key=application.key,
        number=application.number,
        state=application.get_state_display(),
        draft=application.state == State.DRAFT,
        over=application.state == State.WITHDRAWN,
        steps=steps(stations(), done),
        next=str(NEXT[done]),
    )


def standing_of(application: Application) -> Standing:
    """Where the family is; each later station looks at its own noun."""
    asked = application.requests.first()
    decision = current_decision(asked) if asked else None
    since = application.submitted_at
    decided = bool(decision and decision.decided_at)
    return Standing(
        submitted=since is not None,
        accepted=application.accepted_at is not None,
        visited=since is not None and finished_visit(application.household, since) is not None,
        # a refusal hangs nowhere: once decided, that station lies behind too
        posted=decided or bool(asked and line_of(asked)),
        decided=decided,
        paid=paid_to(application.household).filter(state="paid").exists(),
    )


def awards_of_case(application: Application) -> list[Award]:
    return list(Award.objects.filter(decision__request__application=application).order_by("pk"))
