"""Lines of the lists of objections, complaints, reviews and sheets to take down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.states import Duty
from doudi.common.clock import day_of
from doudi.common.workdays import add_workdays, workdays_left
from doudi.decisions.models import Complaint, Objection, Posting, Review
from doudi.decisions.queries.words import programme_name
from doudi.policies.rules.flows import flow_for

OBJECTION_DUTIES = (Duty.TOWN_LEADER,)


@dataclass(frozen=True)
class VoiceRow:
    """`what`: in a few words; `state` and `kind`: the pill; `left`: working days."""

    what: str
    place: str
    since: date
    state: str
    kind: str
    left: int | None
    url: str


def days_left(due_on: date, on: date) -> int:
    return workdays_left(on, due_on)


def objection_left(objection: Objection, on: date) -> int | None:
    """Working days to say whether it has substance; None once that is said."""
    if objection.judged_at is not None:
        return None
    posting = objection.line.posting
    limit = flow_for(posting.programme, posting.place.code, on).objection_workdays
    return workdays_left(on, add_workdays(day_of(objection.noted_at), limit))


def objection_rows(found: Iterable[Objection], on: date) -> list[VoiceRow]:
    return [
        VoiceRow(
            what=one.text[:40],
            place=path_of(one.line.posting.place),
            since=one.raised_on,
            state=_("待答复") if one.judged_at else _("待判断"),
            kind="wait" if one.judged_at else "bad",
            left=objection_left(one, on),
            url=reverse("decisions_objection", args=[one.pk]),
        )
        for one in found
    ]


def complaint_rows(found: Iterable[Complaint], on: date) -> list[VoiceRow]:
    return [
        VoiceRow(
            what=f"{one.number} {one.text[:30]}",
            place=path_of(one.place),
            since=day_of(one.received_at),
            state=_("已答复") if one.answered_at else _real_name(one),
            kind="ok" if one.answered_at else "wait",
            left=None if one.answered_at else days_left(one.due_on, on),
            url=reverse("decisions_complaint", args=[one.pk]),
        )
        for one in found
    ]


def _real_name(complaint: Complaint) -> str:
    return _("实名") if complaint.name_sealed is not None else _("匿名")


def review_rows(found: Iterable[Review], on: date) -> list[VoiceRow]:
    return [
        VoiceRow(
            what=f"{programme_name(one.decision.programme)} {one.decision.number}",
            place=path_of(one.decision.place),
            since=day_of(one.asked_at),
            state=str(one.decision.get_outcome_display()),
            kind="wait",
            left=days_left(one.due_on, on),
            url=reverse("decisions_review", args=[one.pk]),
        )
        for one in found
    ]


def down_rows(found: Iterable[Posting], on: date) -> list[VoiceRow]:
    return [
        VoiceRow(
            what=f"{programme_name(one.programme)}{one.get_kind_display()}",
            place=path_of(one.place),
            since=one.until_on or on,
            state=_("该撤下了"),
            kind="bad",
            left=_down_left(one, on),
            url=reverse("decisions_sheet", args=[one.key]),
        )
        for one in found
    ]


def _down_left(posting: Posting, on: date) -> int:
    limit = flow_for(posting.programme, posting.place.code, on).take_down_workdays
    return workdays_left(on, add_workdays(posting.until_on or on, limit))


def path_of(place: Place) -> str:
    return f"{place.parent.name if place.parent else ''} {place.name}".strip()
