from datetime import date, datetime

from django.db import transaction

from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.decisions import guards
from doudi.decisions.models import Objection, PostingLine
from doudi.journal.actions import note


@transaction.atomic
def note_objection(
    *, line: PostingLine, raised_on: date, text: str, by: Officer, at: datetime
) -> Objection:
    """异议 to a family on a sheet; who raised it is not written down."""
    guards.check_can_note_objection(by, line, day_of(at), text=text)
    made = Objection.objects.create(
        line=line, raised_on=raised_on, text=text.strip(), noted_at=at, noted_by_id=by.post_id
    )
    record(by=by, at=at, verb="note_objection", noun="posting", key=line.posting_id)
    note(noun="objection", key=made.pk, verb="noted", at=at)
    return made


@transaction.atomic
def answer_objection(
    *, objection: Objection, upheld: bool, answer: str, by: Officer, at: datetime
) -> Objection:
    """Upheld: a new opinion and a new sheet are needed. Not upheld: the old sheet stands."""
    held = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    guards.check_can_answer(by, held, day_of(at), answer=answer)
    held.upheld, held.answer = upheld, answer.strip()
    held.answered_at, held.answered_by_id = at, by.post_id
    held.save(update_fields=["upheld", "answer", "answered_at", "answered_by"])
    record(by=by, at=at, verb="answer_objection", noun="objection", key=held.pk, upheld=upheld)
    return held
