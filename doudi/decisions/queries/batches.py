"""What a batch may hold, and how each of its rows went."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.applications.models import Request
from doudi.common.actors import Officer
from doudi.decisions.models import Batch, BatchRow, Decision
from doudi.decisions.queries import waiting
from doudi.decisions.queries.rows import CaseRow, case_rows
from doudi.decisions.states import BatchKind
from doudi.people.queries import names_of

TRAYS: dict[str, str] = {
    BatchKind.OPINION: waiting.OPINION,
    BatchKind.POSTING: waiting.POSTING,
    BatchKind.PROPOSAL: waiting.PROPOSAL,
    BatchKind.DECISION: waiting.DECISION,
}


@dataclass(frozen=True)
class RowView:
    row: BatchRow
    name: str
    place: str


def kinds_of(duty: str) -> list[str]:
    """The batches that this duty may make: those of its own trays."""
    mine = waiting.trays_of(duty)
    return [kind for kind, tray in TRAYS.items() if tray in mine]


def waiting_rows(by: Officer, kind: str, on: date) -> QuerySet[Request] | QuerySet[Decision]:
    return waiting.rows(by, TRAYS[kind], on)


def lines(nouns: list[Request] | list[Decision], on: date) -> list[CaseRow]:
    return case_rows(nouns, on)


def reachable(by: Officer, ids: list[int], on: date) -> list[Request]:
    """Those of the requests that lie in the officer's places, in the order given."""
    found = Request.objects.filter(
        under(place_codes(by, on), "application__place__code"), pk__in=ids
    ).select_related("application__place__parent", "application__household")
    by_id = {one.pk: one for one in found}
    return [by_id[one] for one in ids if one in by_id]


def batch_of(by: Officer, key: UUID) -> Batch | None:
    """The officer's own batch: another's is not shown."""
    return Batch.objects.filter(key=key, made_by__user_id=by.user_id).first()


def rows_of(batch: Batch) -> list[RowView]:
    found = list(batch.rows.select_related("request__application__place__parent").order_by("pk"))
    names = names_of(one.request.application.applicant_id for one in found)
    return [
        RowView(
            one,
            names.get(one.request.application.applicant_id, ""),
            one.request.application.place.name,
        )
        for one in found
    ]
