"""Writing what was decided: new parts from a month on; months before it stay as they were.

Carried out by the reader of the journal, as granting is: a named officer decided before.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.awards.models import Award, Beneficiary, Change, Component
from doudi.awards.queries import changes
from doudi.awards.rules import changes as rules
from doudi.awards.rules.awards import Part
from doudi.awards.rules.changes import Held
from doudi.awards.states import ChangeState, State
from doudi.common.actors import Actor
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.decisions.models import Decision
from doudi.decisions.states import Outcome
from doudi.facts.queries import person_id
from doudi.journal.actions import note
from doudi.people.queries.persons import is_alive

VERBS = {
    Outcome.RAISED: "changed",
    Outcome.REDUCED: "changed",
    Outcome.UNCHANGED: "changed",
    Outcome.SUSPENDED: "suspended",
    Outcome.RESUMED: "resumed",
    Outcome.ENDED: "ended",
}
TURNS = {
    Outcome.SUSPENDED: State.SUSPENDED,
    Outcome.RESUMED: State.ACTIVE,
    Outcome.ENDED: State.ENDED,
}


@action
def apply(*, decision: Decision, by: Actor, at: datetime) -> Change | None:
    """Closes components and beneficiaries at the first month that counts and writes the new ones.

    A second call gives the same change; None for a matter that is no change. Raises Refusal for
    what is not decided. Hold, resumption and end turn the state when their month begins.
    """
    known = changes.by_matter(decision.matter)
    if known is None:
        return None
    rows = Change.objects.select_for_update(of=("self",)).select_related("award__decision")
    change = rows.get(pk=known.pk)
    if change.state == ChangeState.APPLIED or decision.annulled_at is not None:
        return change
    since = decision.effective_from
    if decision.decided_at is None or since is None:
        raise Refusal("change.undecided", _("这份变更还没有确认。"))
    award = Award.objects.select_for_update(of=("self",)).get(pk=change.award_id)
    change.decision = decision
    _write(award, change, decision, since, at)
    change.state, change.counts_from, change.closed_at = ChangeState.APPLIED, since, at
    change.save(update_fields=["state", "decision", "counts_from", "closed_at"])
    verb = VERBS[Outcome(decision.outcome)]
    record(by=by, at=at, verb="apply", noun="change", key=change.pk, award=award.pk)
    if decision.outcome in (Outcome.SUSPENDED, Outcome.RESUMED):
        if since <= day_of(at):
            _turn(award, change, by, at)
    else:
        note(noun="award", key=award.pk, verb=verb, at=at)
    return change


def _write(award: Award, change: Change, decision: Decision, since: date, at: datetime) -> None:
    if decision.outcome == Outcome.ENDED:
        _end_rows(award, since)
        award.valid_until = since
        award.save(update_fields=["valid_until"])
    elif decision.outcome in (Outcome.RAISED, Outcome.REDUCED, Outcome.UNCHANGED):
        change.assessment = decision.assessment
        proposed = changes.proposal_of(change, day_of(at))
        if proposed is None:
            raise Refusal("change.no_amount", _("这份变更没有算出金额。"))
        _rewrite(award, change, proposed, since, at)


def _rewrite(
    award: Award, change: Change, proposed: changes.Proposed, since: date, at: datetime
) -> None:
    stays = changes.amount_in(award, since) == proposed.amount_fen
    gradual = decision_programme(change) == changes.GRADUAL
    if not (gradual and stays):  # an exit at the old amount keeps its parts
        _end(award.components.all(), since)
        _write_components(award, proposed.parts, since, at)
    _end(award.beneficiaries.all(), since)
    for member in proposed.people:
        Beneficiary.objects.create(award=award, person_id=person_id(member), valid_from=since)
    _next_holder(award, change, proposed.people, day_of(at))


def decision_programme(change: Change) -> str:
    """Which rule the change was computed by."""
    return change.assessment.programme if change.assessment else ""


def _write_components(award: Award, parts: Iterable[Part], since: date, at: datetime) -> None:
    for part in parts:
        Component.objects.create(
            award=award, kind=part.kind, amount_fen=part.amount_fen, valid_from=since, known_at=at,
            person_id=person_id(part.member) if part.member else None,
        )  # fmt: skip


def _end_rows(award: Award, since: date) -> None:
    _end(award.components.all(), since)
    _end(award.beneficiaries.all(), since)


def _end(rows: Iterable[Component] | Iterable[Beneficiary], since: date) -> None:
    found = {row.pk: row for row in rows}
    held = [Held(row.pk, row.valid_from, row.valid_until) for row in found.values()]
    for one in rules.closings(held, since):
        row = found[one.pk]
        row.valid_until = one.valid_until
        row.save(update_fields=["valid_until"])


def _next_holder(award: Award, change: Change, people: tuple[str, ...], on: date) -> None:
    """The award stands in a living member's name: of the head as it was computed."""
    if change.assessment is None or not people or is_alive(award.holder, on):
        return
    rows = change.assessment.case["members"]
    heads = [row["id"] for row in rows if row["relation"] == "self" and row["id"] in people]
    award.holder_id = person_id((heads or list(people))[0])
    award.save(update_fields=["holder"])


@action
def turn(*, change: Change, by: Actor, at: datetime) -> Award:
    """The month has begun in which a hold, a resumption or an end counts: the state follows."""
    award = Award.objects.select_for_update(of=("self",)).get(pk=change.award_id)
    _turn(award, change, by, at)
    return award


def _turn(award: Award, change: Change, by: Actor, at: datetime) -> None:
    if change.decision is None:
        return
    outcome = Outcome(change.decision.outcome)
    if outcome not in TURNS or award.state in (TURNS[outcome], State.ENDED):
        return
    award.state = TURNS[outcome]
    award.save(update_fields=["state"])
    record(by=by, at=at, verb=str(VERBS[outcome]), noun="award", key=award.pk, change=change.pk)
    if outcome != Outcome.ENDED:  # its end was noted when it was written
        note(noun="award", key=award.pk, verb=VERBS[outcome], at=at)


@action
def reopen(*, decision: Decision, by: Actor, at: datetime) -> Change | None:
    """A proposal was returned: the change is open again, what was said and computed stays."""
    known = changes.by_matter(decision.matter)
    if known is None:
        return None
    change = Change.objects.select_for_update(of=("self",)).get(pk=known.pk)
    if change.state == ChangeState.PROPOSED and change.decision_id == decision.pk:
        change.state, change.decision = ChangeState.OPEN, None
        change.save(update_fields=["state", "decision"])
        record(by=by, at=at, verb="reopen", noun="change", key=change.pk)
    return change
