"""Lines of a tray: who, from where, what the computation says, how long is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.applications.models import Request
from doudi.common.workdays import add_workdays, workdays_left
from doudi.decisions.models import Assessment, Decision, Letter
from doudi.decisions.queries import river
from doudi.people.queries import names_of
from doudi.ui.text import beijing_day

VERDICTS = {"met": ("符合", "ok"), "not_met": ("不符合", "bad"), "unknown": ("未知", "idle")}


@dataclass(frozen=True)
class CaseRow:
    """`what` and `kind` are the pill; `left` working days; `noun` the request, decision, letter."""

    request: Request
    noun: Any
    name: str
    place: str
    people: int | None
    what: str
    kind: str
    amount_fen: int | None
    left: int | None


def case_rows(nouns: Sequence[Any], on: date) -> list[CaseRow]:
    """For requests, decisions or letters; two queries whatever the number of lines."""
    requests = [_request_of(noun) for noun in nouns]
    names = names_of({one.application.applicant_id for one in requests})
    newest = _newest({one.pk for one in requests})
    return [
        _row(noun, request, names, newest.get(request.pk), on)
        for noun, request in zip(nouns, requests, strict=True)
    ]


def _request_of(noun: Request | Decision | Letter) -> Request:
    """Lines about a change of an award do not stand in these trays."""
    if isinstance(noun, Request):
        return noun
    request = noun.decision.request if isinstance(noun, Letter) else noun.request
    if request is None:
        raise TypeError("a tray of requests holds no changes")
    return request


def _newest(requests: Iterable[int]) -> dict[int, Assessment]:
    rows = Assessment.objects.filter(request_id__in=requests).order_by("assessed_at", "pk")
    return {row.request_id: row for row in rows if row.request_id}


def _row(
    noun: Any, request: Request, names: dict[int, str], assessment: Assessment | None, on: date
) -> CaseRow:
    application = request.application
    decision = noun.decision if isinstance(noun, Letter) else noun
    what, kind = VERDICTS[assessment.verdict] if assessment else ("待测算", "wait")
    amount = assessment.amount_fen if assessment else None
    if isinstance(decision, Decision):
        what, kind = str(decision.get_outcome_display()), "info"
        amount = decision.amount_fen
    parent = application.place.parent
    return CaseRow(
        request=request,
        noun=noun,
        name=names.get(application.applicant_id, ""),
        place=f"{parent.name if parent else ''} {application.place.name}".strip(),
        people=assessment.result["people"] if assessment else None,
        what=what,
        kind=kind,
        amount_fen=amount,
        left=_left(noun, request, on),
    )


def _left(noun: Any, request: Request, on: date) -> int | None:
    if isinstance(noun, Letter):
        limit = river.flow_of(request, on).refusal_letter_workdays
        return workdays_left(on, add_workdays(beijing_day(noun.written_at), limit))
    due_on = request.application.due_on
    return workdays_left(on, due_on) if due_on else None
