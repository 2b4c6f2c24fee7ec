"""一事一议: a case is sent before a meeting; the meeting's minutes and word are noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from doudi.applications.models import Request
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.transactions import action
from doudi.decisions.guards.conference import check_can_call, check_can_note_conference
from doudi.decisions.models import Conference, ConferenceCall, ConferenceItem
from doudi.files.actions import store
from doudi.journal.actions import note


@dataclass(frozen=True)
class Resolved:
    """What the meeting said about one request: a code of `states.Resolution`, and why."""

    request: Request
    resolution: str
    text: str


@action
def call_conference(
    *, request: Request, ground: str, reason: str, by: Officer, at: datetime
) -> ConferenceCall:
    """提请: from now on nothing is proposed until a meeting has said yes or no."""
    held = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    check_can_call(by, held, day_of(at), ground=ground, reason=reason)
    made = ConferenceCall.objects.create(
        request=held, ground=ground, reason=reason.strip(), called_at=at, called_by_id=by.post_id
    )
    record(by=by, at=at, verb="call_conference", noun="request", key=held.pk, ground=ground)
    return made


@action
def note_conference(
    *,
    held_on: date,
    where: str,
    chair: str,
    attendants: Sequence[tuple[str, str]],
    resolutions: Sequence[Resolved],
    minutes: bytes = b"",
    by: Officer,
    at: datetime,
) -> Conference:
    """`attendants`: (name, unit) of each as the minutes list them; `minutes`: a photograph."""
    requests = [one.request for one in resolutions]
    check_can_note_conference(by, requests, day_of(at), held_on=held_on)
    held = Conference.objects.create(
        office_id=by.office_id,
        programme=requests[0].programme,
        held_on=held_on,
        where=where.strip(),
        chair=chair.strip(),
        attendants=[{"name": name, "unit": unit} for name, unit in attendants],
        noted_at=at,
        noted_by_id=by.post_id,
    )
    if minutes:
        held.minutes = store(
            content=minutes, kind="photo", owner_noun="conference", owner_key=held.pk,
            sensitivity="personal", by=by, at=at,
        )  # fmt: skip
        held.save(update_fields=["minutes"])
    ConferenceItem.objects.bulk_create([_item(held, one) for one in resolutions])
    record(by=by, at=at, verb="note", noun="conference", key=held.pk, cases=len(requests))
    note(noun="conference", key=held.pk, verb="held", at=at)
    return held


def _item(held: Conference, one: Resolved) -> ConferenceItem:
    newest = one.request.conference_calls.order_by("-called_at").first()
    return ConferenceItem(
        conference=held,
        request=one.request,
        ground=newest.ground if newest else "",
        resolution=one.resolution,
        text=one.text.strip(),
    )
