"""Rows of the lists; names and flows of a page are read at once, not per row."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from doudi.applications.models import Application, Named
from doudi.applications.queries.progress import STATE_KINDS, place_name
from doudi.applications.rules.limits import accept_by, take_in_by
from doudi.applications.rules.messages import programme_name
from doudi.applications.states import State
from doudi.common.clock import day_of
from doudi.common.workdays import workdays_left
from doudi.people.queries import names_of
from doudi.policies.rules.flows import Flow, flow_for
from doudi.policies.rules.parameters import ParameterFault


@dataclass(frozen=True)
class Row:
    key: uuid.UUID
    number: str
    applicant: str
    place: str
    programmes: str
    channel: str
    state_label: str
    state_kind: str
    submitted_at: datetime | None
    first_view: str
    remarks: tuple[str, ...]
    left: int | None


def rows(page: Sequence[Application], *, for_village: bool, on: date) -> list[Row]:
    """`left`: working days until the village's or the town's limit; None without a flow."""
    ids = {one.applicant_id for one in page}
    names = names_of(ids)
    typed = Named.objects.filter(application__in=[one.pk for one in page], person__in=ids)
    names |= dict(typed.values_list("person_id", "name"))
    return [_row(one, names, for_village, on) for one in page]


def _row(one: Application, names: dict[int, str], for_village: bool, on: date) -> Row:
    view = getattr(one, "first_view", None)
    labels = [str(remark.get_code_display()) for remark in one.open_remarks]  # type: ignore[attr-defined]
    return Row(
        key=one.key,
        number=one.number,
        applicant=names.get(one.applicant_id, ""),
        place=place_name(one),
        programmes="、".join(programme_name(request.programme) for request in one.requests.all()),
        channel=one.get_channel_display(),
        state_label=str(State(one.state).label),
        state_kind=STATE_KINDS[State(one.state)],
        submitted_at=one.submitted_at,
        first_view=view.get_view_display() if view else "",
        remarks=tuple(dict.fromkeys(labels)),
        left=_left(one, for_village, on),
    )


def _left(one: Application, for_village: bool, on: date) -> int | None:
    flow = _flow(one, on)
    if flow is None or one.submitted_at is None:
        return None
    limit = take_in_by if for_village else accept_by
    return workdays_left(on, limit(flow, day_of(one.submitted_at)))


def _flow(one: Application, on: date) -> Flow | None:
    for request in one.requests.all():
        try:
            return flow_for(request.programme, one.place.code, on)
        except ParameterFault:
            continue
    return None


@dataclass(frozen=True)
class ProgressRow:
    """What another counter sees of what it took in: no name, no content."""

    key: uuid.UUID
    number: str
    place: str
    programmes: str
    state_label: str
    state_kind: str
    draft: bool
    started_at: datetime
    submitted_at: datetime | None


def progress_rows(page: Sequence[Application]) -> list[ProgressRow]:
    return [
        ProgressRow(
            key=one.key,
            number=one.number,
            place=place_name(one),
            programmes="、".join(programme_name(asked.programme) for asked in one.requests.all()),
            state_label=str(State(one.state).label),
            state_kind=STATE_KINDS[State(one.state)],
            draft=one.state == State.DRAFT,
            started_at=one.started_at,
            submitted_at=one.submitted_at,
        )
        for one in page
    ]
