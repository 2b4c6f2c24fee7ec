"""Which cases go before a meeting, and what the meetings said."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.applications.models import Request
from doudi.applications.states import State
from doudi.common.actors import Officer
from doudi.decisions.models import Conference, ConferenceCall, ConferenceItem
from doudi.decisions.states import Resolution

_RELATED = ("application__place__parent", "application__household", "application__applicant")


def is_called(request: Request) -> bool:
    return request.conference_calls.exists()


def resolved(request: Request) -> ConferenceItem | None:
    """What the newest meeting noted since the newest call said; None while none has met."""
    newest = request.conference_calls.order_by("-called_at").first()
    if newest is None:
        return None
    found = request.conference_items.filter(conference__noted_at__gte=newest.called_at)
    return found.select_related("conference").order_by("-conference__noted_at", "-pk").first()


def conference_of(request: Request) -> Conference | None:
    """The meeting that a decision about this request names."""
    item = resolved(request)
    return item.conference if item else None


def to_meet(by: Officer, on: date) -> QuerySet[Request]:
    """Called in the officer's places and without a yes or no since, the most urgent first."""
    reached = under(place_codes(by, on), "application__place__code")
    said = ConferenceItem.objects.filter(request=OuterRef("request"))
    said = said.exclude(resolution=Resolution.LOOK_AGAIN)
    open_call = ConferenceCall.objects.filter(request=OuterRef("pk")).filter(
        ~Exists(said.filter(conference__noted_at__gte=OuterRef("called_at")))
    )
    found = Request.objects.filter(reached, Exists(open_call))
    found = found.filter(application__state=State.ACCEPTED)
    return found.select_related(*_RELATED).order_by("application__due_on", "pk")


def meetings(by: Officer) -> QuerySet[Conference]:
    """Those of the officer's own office, newest first."""
    found = Conference.objects.filter(office_id=by.office_id).select_related("office", "minutes")
    return found.order_by("-held_on", "-pk")


@dataclass(frozen=True)
class Called:
    """A request before a meeting, for the case page."""

    calls: tuple[tuple[str, str, ConferenceCall], ...]  # ground, reason, call
    items: tuple[ConferenceItem, ...]
    waiting: bool


def called(request: Request, labels: dict[str, str]) -> Called:
    calls = tuple(
        (labels.get(one.ground, one.ground), one.reason, one)
        for one in request.conference_calls.order_by("called_at")
    )
    items = tuple(request.conference_items.select_related("conference").order_by("pk"))
    return Called(calls, items, bool(calls) and resolved(request) is None)


def with_calls(requests: list[Request]) -> dict[int, str]:
    """Request → the reasons of its calls, in one query."""
    rows = ConferenceCall.objects.filter(request__in=requests).order_by("called_at")
    found: dict[int, list[str]] = {}
    for one in rows:
        found.setdefault(one.request_id, []).append(one.reason)
    return {key: "；".join(words) for key, words in found.items()}
