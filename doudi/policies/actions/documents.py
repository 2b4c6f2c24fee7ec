"""A place's own documents: proposed by one person, checked or rejected by another."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.policies.guards import check_can_check, check_can_propose, check_can_reject
from doudi.policies.models import Document
from doudi.policies.rules.library import word_keys


@dataclass(frozen=True)
class Given:
    """What an officer writes down about a document that he has before him."""

    kind: str
    title: str
    number: str
    issuer: str
    issued_on: date | None
    from_on: date
    until_on: date | None
    ended_by: str
    source: str
    read_on: date
    standing: str
    programmes: tuple[str, ...]
    summary: str
    text: str


@action
def propose_document(
    *, place: str, given: Given, replaces: Document | None = None, by: Officer, at: datetime
) -> Document:
    """Propose a document of the place; with `replaces` it corrects or ends an earlier entry.

    It is public from the moment another person has checked it.
    """
    on = day_of(at)
    check_can_propose(by, place, on)
    _check_days(given, on)
    if replaces is not None:
        _check_replaceable(replaces, place)
    written = f"{given.title}{given.number}{given.issuer}{given.summary}{given.text}"
    fields = {**asdict(given), "programmes": list(given.programmes)}
    row = Document(place=place, words=sorted(word_keys(written)), replaces=replaces, **fields)
    row.proposed_by, row.proposed_at = by.user_id, at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise Refusal("policies.replaced", _("这条登记已经有人在改，请先核对那一条。")) from fault
    record(by=by, at=at, verb="propose", noun="document", key=row.pk)
    return row


@action
def check_document(*, document: Document, by: Officer, at: datetime) -> Document:
    """A second person has compared it with the original; it is public from now on."""
    row = Document.objects.select_for_update().get(pk=document.pk)
    check_can_check(by, row, day_of(at))
    row.checked_by, row.checked_at = by.user_id, at
    row.save(update_fields=["checked_by", "checked_at"])
    record(by=by, at=at, verb="check", noun="document", key=row.pk)
    note(noun="document", key=row.pk, verb="checked", at=at)
    return row


@action
def reject_document(*, document: Document, reason: str, by: Officer, at: datetime) -> Document:
    """Sent back with a reason; who proposed it may withdraw it so, too."""
    row = Document.objects.select_for_update().get(pk=document.pk)
    check_can_reject(by, row, reason, day_of(at))
    row.rejected_by, row.rejected_at, row.reject_reason = by.user_id, at, reason.strip()
    row.save(update_fields=["rejected_by", "rejected_at", "reject_reason"])
    record(by=by, at=at, verb="reject", noun="document", key=row.pk)
    return row


def _check_days(given: Given, on: date) -> None:
    if given.until_on is not None and given.until_on <= given.from_on:
        raise Refusal("policies.days", _("停止日期要晚于施行日期。"), field="until_on")
    if given.read_on > on:
        raise Refusal("policies.read_on", _("阅读日期不能晚于今天。"), field="read_on")


def _check_replaceable(row: Document, place: str) -> None:
    if row.place != place:
        raise Refusal("policies.place", _("只能改同一个地方的文件。"))
    if row.checked_at is None:
        raise Refusal("policies.unchecked", _("还没有核对的登记，请退回后重新提出。"))
