"""Writing a raised standard into an award, carried out after a second person approved the list."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.awards.models import Award, Component
from doudi.awards.queries.changes import amount_in
from doudi.awards.rules import changes as rules
from doudi.awards.rules.changes import Held
from doudi.awards.rules.raising import Piece, Segment, total
from doudi.awards.states import ComponentKind
from doudi.common.actors import Actor
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note


@action
def raise_award(
    *, award: Award, segments: Sequence[Segment], reason: str, by: Actor, at: datetime
) -> Award:
    """Ends the components at the first month and writes those of each segment; months before it
    stay. Raises Refusal where a month would be less: a person decides on less, after a hearing."""
    held = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    if not segments:
        raise Refusal("raise.nothing", _("这份待遇没有变化。"))
    if any(total(one.pieces) < amount_in(held, one.since) for one in segments):
        raise Refusal("raise.less", _("提标只增不减；减少要由人办理变更。"))
    _end_from(held, segments[0].since)
    for one in segments:
        for piece in one.pieces or (Piece(ComponentKind.NONE, 0, 0),):
            Component.objects.create(
                award=held, kind=piece.kind, person_id=piece.person or None,
                amount_fen=piece.amount_fen, valid_from=one.since, valid_until=one.until,
                known_at=at,
            )  # fmt: skip
    record(by=by, at=at, verb="raise", noun="award", key=held.pk, reason=reason)
    note(noun="award", key=held.pk, verb="changed", at=at)
    return held


def _end_from(award: Award, since: date) -> None:
    rows = {row.pk: row for row in award.components.all()}
    held = [Held(row.pk, row.valid_from, row.valid_until) for row in rows.values()]
    for one in rules.closings(held, since):
        row = rows[one.pk]
        row.valid_until = one.valid_until
        row.save(update_fields=["valid_until"])
