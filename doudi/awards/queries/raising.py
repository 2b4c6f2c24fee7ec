"""Which computation each month of an award rests on, and what it comes to by other parameters."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.awards.models import Award, Change
from doudi.awards.rules import changes as rules
from doudi.awards.rules.awards import parts
from doudi.awards.rules.raising import Piece, Pieces
from doudi.awards.states import ChangeReason, ChangeState
from doudi.decisions.models import Assessment
from doudi.decisions.states import Outcome
from doudi.facts.queries import member_id, person_id

_REWRITING = (Outcome.RAISED, Outcome.REDUCED, Outcome.UNCHANGED)


@dataclass(frozen=True)
class Basis:
    """From `since` on the award rests on this computation, by `change` or by the grant."""

    since: date
    assessment: Assessment | None
    change: Change | None


def bases_of(awards: Iterable[Award]) -> dict[int, list[Basis]]:
    """By award, oldest first; what was applied later prevails from its month on. One query."""
    held = {one.pk: one for one in awards}
    changes: dict[int, list[Change]] = defaultdict(list)
    rows = Change.objects.filter(
        award_id__in=held, state=ChangeState.APPLIED, counts_from__isnull=False,
        decision__assessment__isnull=False, decision__outcome__in=_REWRITING,
    )  # fmt: skip
    for row in rows.select_related("decision__assessment").order_by("closed_at", "pk"):
        changes[row.award_id].append(row)
    return {pk: _in_order(award, changes[pk]) for pk, award in held.items()}


def _in_order(award: Award, changes: Iterable[Change]) -> list[Basis]:
    found = [Basis(award.valid_from, award.decision.assessment, None)]
    for one in changes:
        if one.counts_from is not None and one.decision is not None:
            found = [known for known in found if known.since < one.counts_from]
            found.append(Basis(one.counts_from, one.decision.assessment, one))
    return found


def basis_in(found: Iterable[Basis], month: date) -> Basis | None:
    return next((one for one in reversed(list(found)) if one.since <= month), None)


def pieces_of(result: dict[str, Any], change: Change | None) -> Pieces:
    """The pieces of a computation. Raises ValueError for an amount that is unknown."""
    made = parts(result)
    if change is not None and change.reason == ChangeReason.JOB_REFUSED and change.person_id:
        made = rules.without_share(result, made, member_id(change.person_id))
    return tuple(
        sorted(
            Piece(one.kind, person_id(one.member) if one.member else 0, one.amount_fen)
            for one in made
            if one.amount_fen
        )
    )
