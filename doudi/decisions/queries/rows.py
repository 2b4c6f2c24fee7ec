"""Lines of a tray: who, from where, what the computation says, how long is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.accounts.models import Place
from doudi.applications.models import Request
from doudi.common.workdays import add_workdays, workdays_left
from doudi.decisions.models import Assessment, Decision, Letter
from doudi.decisions.queries import matters
from doudi.people.models import Membership
from doudi.people.queries import names_of
from doudi.people.states import Relation
from doudi.ui.text import beijing_day

VERDICTS = {"met": ("符合", "ok"), "not_met": ("不符合", "bad"), "unknown": ("未知", "idle")}


@dataclass(frozen=True)
class CaseRow:
    """`what` and `kind` are the pill; `left` working days; `noun` the request, decision, letter.

    `request` is None for a decision about a matter of an award.
    """

    request: Request | None
    noun: Any
    name: str
    place: str
    people: int | None
    what: str
    kind: str
    amount_fen: int | None
    left: int | None


def case_rows(nouns: Sequence[Any], on: date) -> list[CaseRow]:
    """For requests, decisions or letters; three queries whatever the number of lines."""
    requests = [_request_of(noun) for noun in nouns]
    asked = {one.pk: one.application.applicant_id for one in requests if one}
    heads = _heads(
        {_decision_of(n).household_id for n, r in zip(nouns, requests, strict=True) if r is None}
    )
    names = names_of({*asked.values(), *heads.values()})
    newest = _newest(asked)
    rows = []
    for noun, request in zip(nouns, requests, strict=True):
        person = asked[request.pk] if request else heads.get(_decision_of(noun).household_id, 0)
        assessment = newest.get(request.pk) if request else _decision_of(noun).assessment
        rows.append(_row(noun, request, names.get(person, ""), assessment, on))
    return rows


def _request_of(noun: Request | Decision | Letter) -> Request | None:
    return noun if isinstance(noun, Request) else _decision_of(noun).request


def _decision_of(noun: Any) -> Decision:
    found: Decision = noun.decision if isinstance(noun, Letter) else noun
    return found


def _heads(households: Iterable[int]) -> dict[int, int]:
    """Who stands for each household: the head as recorded last."""
    rows = Membership.objects.filter(
        household_id__in=households, superseded_at__isnull=True, relation=Relation.SELF
    )
    return dict(rows.order_by("pk").values_list("household_id", "person_id"))


def _newest(requests: Iterable[int]) -> dict[int, Assessment]:
    rows = Assessment.objects.filter(request_id__in=requests).order_by("assessed_at", "pk")
    return {row.request_id: row for row in rows if row.request_id}


def _row(
    noun: Any, request: Request | None, name: str, assessment: Assessment | None, on: date
) -> CaseRow:
    what, kind = VERDICTS[assessment.verdict] if assessment else ("待测算", "wait")
    amount = assessment.amount_fen if assessment else None
    if not isinstance(noun, Request):
        decision = _decision_of(noun)
        what, kind = str(decision.get_outcome_display()), "info"
        amount = decision.amount_fen
    return CaseRow(
        request=request,
        noun=noun,
        name=name,
        place=_where(noun),
        people=assessment.result["people"] if assessment else None,
        what=what,
        kind=kind,
        amount_fen=amount,
        left=_left(noun, request, on),
    )


def _where(noun: Any) -> str:
    whose: Any = noun.application if isinstance(noun, Request) else _decision_of(noun)
    place: Place = whose.place
    parent = place.parent
    return f"{parent.name if parent else ''} {place.name}".strip()


def _left(noun: Any, request: Request | None, on: date) -> int | None:
    if isinstance(noun, Letter):
        decision = noun.decision
        flow = matters.flow_at(decision.programme, decision.place, on)
        return workdays_left(
            on, add_workdays(beijing_day(noun.written_at), flow.refusal_letter_workdays)
        )
    if request is None:
        flow = matters.flow_at(noun.programme, noun.place, on)
        return workdays_left(on, add_workdays(beijing_day(noun.proposed_at), flow.change_workdays))
    due_on = request.application.due_on
    return workdays_left(on, due_on) if due_on else None
