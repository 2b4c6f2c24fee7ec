"""A change of an award: reported, confirmed, computed again, heard, proposed by a named officer.

`deciding.decide` decides it; `applying.apply` writes what was decided.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.awards.guards import changes as guards
from doudi.awards.models import Award, Change
from doudi.awards.queries import changes
from doudi.awards.rules import changes as rules
from doudi.awards.rules.messages import CHANGE_NOTED
from doudi.awards.states import ChangeReason, ChangeSource, ChangeState
from doudi.common.actors import Actor, Citizen, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.common.workdays import add_workdays
from doudi.decisions.actions import matters
from doudi.decisions.actions.households import tell_household
from doudi.decisions.models import Assessment, Decision, Hearing
from doudi.decisions.rules.messages import VIEW_ASKED
from doudi.facts.actions import state as state_fact
from doudi.facts.models import Fact
from doudi.facts.states import SourceKind
from doudi.journal.actions import note
from doudi.people.actions.households import leave
from doudi.people.actions.persons import record_death
from doudi.people.models import Person
from doudi.policies.rules.flows import flow_for

LEFT = frozenset({ChangeReason.MOVED_OUT})
ABSENT = {
    ChangeReason.PRISON: "prison",
    ChangeReason.MISSING: "missing",
    ChangeReason.RELEASE: "none",
}


@action
def report(
    *,
    award: Award,
    reason: str,
    text: str = "",
    person: Person | None = None,
    event_on: date | None = None,
    source: str = ChangeSource.OFFICER,
    source_key: str = "",
    by: Officer | Citizen,
    at: datetime,
) -> Change:
    """Said by the family or found by an officer or a lead; money stays as it is until a decision.

    `source_key` names what it came from, so that the same thing is reported once.
    """
    on = day_of(at)
    known = award.changes.filter(source_key=source_key).first() if source_key else None
    if known is not None:
        return known
    if isinstance(by, Citizen):
        guards.check_can_tell(by, award, on, reason=reason)
        source = ChangeSource.FAMILY
    else:
        guards.check_can_report(by, award, on)
    if event_on and event_on > on and reason == ChangeReason.DEATH:
        raise Refusal("change.day", _("日期不能晚于今天。"), field="event_on")
    made = _open(award, reason, source, source_key, at)
    made.person, made.text, made.event_on = person, text.strip()[:500], event_on
    made.told_by_user_id = by.user_id
    made.told_by_post_id = by.post_id if isinstance(by, Officer) else None
    made.save()
    _say_reported(made, by, at)
    return made


@action
def open_by_itself(
    *,
    award: Award,
    reason: str,
    source_key: str,
    person: Person | None = None,
    event_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Change:
    """What comes up by time or by a record elsewhere is put before a person; nothing is taken."""
    known = award.changes.filter(source_key=source_key).first()
    if known is not None:
        return known
    made = _open(award, reason, ChangeSource.SYSTEM, source_key, at)
    made.person, made.event_on = person, event_on
    made.save()
    _say_reported(made, by, at)
    return made


def _open(award: Award, reason: str, source: str, source_key: str, at: datetime) -> Change:
    on = day_of(at)
    days = flow_for(award.programme, award.place.code, on).change_workdays
    return Change(
        award=award, reason=reason, source=source, source_key=source_key, known_at=at,
        state=ChangeState.OPEN, due_on=add_workdays(on, days),
    )  # fmt: skip


def _say_reported(change: Change, by: Actor, at: datetime) -> None:
    record(
        by=by, at=at, verb="report", noun="change", key=change.pk, award=change.award_id,
        reason=str(change.reason),
    )  # fmt: skip
    note(noun="change", key=change.pk, verb="reported", at=at)
    if isinstance(by, Citizen):
        tell_household(
            household=change.award.household, template=CHANGE_NOTED, values={}, noun="change",
            key=change.key, once=f"{CHANGE_NOTED.code}:{change.pk}", by=by, at=at,
        )  # fmt: skip


@action
def confirm(
    *, change: Change, event_on: date | None, person: Person | None = None, by: Officer,
    at: datetime,
) -> Change:  # fmt: skip
    """An officer looked: it is so, since that day. Death, leaving and absence are recorded too."""
    held = _held(change)
    guards.check_can_confirm(by, held, day_of(at), event_on=event_on, person=person)
    held.event_on, held.person = event_on, person or held.person
    held.confirmed_at, held.confirmed_by_id = at, by.post_id
    held.save(update_fields=["event_on", "person", "confirmed_at", "confirmed_by"])
    _record_members(held, by, at)
    record(by=by, at=at, verb="confirm", noun="change", key=held.pk)
    return held


def _record_members(change: Change, by: Officer, at: datetime) -> None:
    person, day = change.person, change.event_on
    if person is None or day is None:
        return
    household = change.award.household
    if change.reason == ChangeReason.DEATH:
        record_death(person=person, died_on=day, by=by, at=at)
    elif change.reason in LEFT:
        leave(household=household, person=person, on=day, by=by, at=at)
    elif change.reason in ABSENT:
        state_fact(
            household=household, person=person, attribute="person.absence",
            value=ABSENT[ChangeReason(change.reason)], source_kind=SourceKind.BY_HAND,
            source=by.name, source_key=changes.matter_of(change), as_of=day, by=by, at=at,
        )  # fmt: skip


@action
def state_found(
    *,
    change: Change,
    attribute: str,
    person: Person | None,
    value: object,
    source: str,
    as_of: date,
    by: Officer,
    at: datetime,
) -> Fact:
    """One thing that was found, as an officer wrote it down; it prevails over what was declared."""
    held = _held(change)
    guards.check_can_handle(by, held, day_of(at))
    code = value.get("code", "") if isinstance(value, dict) else ""
    return state_fact(
        household=held.award.household, person=person, attribute=attribute, item=str(code),
        value=value, source_kind=SourceKind.BY_HAND, source=source,
        source_key=changes.matter_of(held), as_of=as_of, by=by, at=at,
    )  # fmt: skip


@action
def assess(*, change: Change, by: Officer, at: datetime) -> Change:
    """Computes again with the members and rules of the month from which it counts: for more, the
    month after the report; for less, today's. Over the line by work alone: by the rule of 渐退."""
    held, on = _held(change), day_of(at)
    guards.check_can_assess_change(by, held, on)
    day = rules.assessed_on(reported=changes.reported_on(held), today=on)
    held.assessment = _run(held, held.award.programme, day, by, at)
    proposed = changes.proposal_of(held, on)
    if day != on and proposed is not None and proposed.outcome not in ("raised", "unchanged"):
        held.assessment = _run(held, held.award.programme, on, by, at)
    if held.assessment.verdict == "not_met":
        held.assessment = _gradual(held, held.assessment, by, at) or held.assessment
    held.save(update_fields=["assessment"])
    record(by=by, at=at, verb="assess", noun="change", key=held.pk, award=held.award_id)
    return held


def _run(
    change: Change, programme: str, on: date, by: Officer, at: datetime,
    aid: dict[str, object] | None = None,
) -> Assessment:  # fmt: skip
    return matters.assess_matter(
        matter=changes.matter_of(change), household=change.award.household, programme=programme,
        on=on, members=changes.unit_of(change.award, on), award=aid, by=by, at=at,
    )  # fmt: skip


def _gradual(change: Change, found: Assessment, by: Officer, at: datetime) -> Assessment | None:
    """The exit's own computation where its rule is met; else None and the family's stands."""
    award, exit_ = change.award, changes.gradual_exit_of(change.award)
    before = changes.basis_of(award)
    if before is None:
        return None
    if exit_ is not None:
        rise = before.case["award"]["work_rise_fen"]
        rise = None if rise == "unknown" else rise
        used = rules.months_between(exit_.since, rules.next_month(found.on))
    else:
        rise, used = rules.work_rise(before.result, found.result), 0
    aid = rules.aid_section(changes.present(award, day_of(at)), rise, used)
    again = _run(change, changes.GRADUAL, found.on, by, at, aid)
    return again if again.verdict == "met" else None


@action
def ask_view(*, change: Change, told: str, by: Officer, at: datetime) -> Change:
    """Tells the family what was found and what it would come to, and asks what it thinks."""
    held = _held(change)
    guards.check_can_handle(by, held, day_of(at))
    if not told.strip():
        raise Refusal("change.told", _("请写明要告诉家里什么。"), field="told")
    held.asked_at, held.asked_text = at, told.strip()[:1000]
    held.save(update_fields=["asked_at", "asked_text"])
    tell_household(
        household=held.award.household, template=VIEW_ASKED,
        values={"office": held.award.office.name}, noun="change", key=held.key,
        once=f"{VIEW_ASKED.code}:{held.pk}:{at.isoformat()}", by=by, at=at,
    )  # fmt: skip
    record(by=by, at=at, verb="ask", noun="change", key=held.pk)
    return held


@action
def say_view(*, change: Change, said: str, by: Citizen, at: datetime) -> Hearing:
    """The family's own words, in the app, below what it was told."""
    held = _held(change)
    guards.check_own_award(by, held.award, day_of(at))
    guards.check_asked(held)
    return matters.say(
        matter=changes.matter_of(held), household=held.award.household, told=held.asked_text,
        said=said, by=by, at=at,
    )  # fmt: skip


@action
def propose(*, change: Change, outcome: str, reason: str, by: Officer, at: datetime) -> Decision:
    """拟定: what the computation came to, a hold, or an end; never by a task (invariant 1)."""
    held, on = _held(change), day_of(at)
    guards.check_can_propose_change(by, held, on, outcome=outcome)
    proposed, award = changes.proposal_of(held, on), held.award
    computed = proposed is not None and proposed.outcome == outcome
    decision = matters.propose_matter(
        matter=changes.matter_of(held),
        household=award.household,
        place=award.place,
        programme=award.programme,
        outcome=outcome,
        assessment=held.assessment if computed else None,
        amount_fen=proposed.amount_fen if proposed is not None and computed else None,
        reason=reason,
        effective_from=changes.effective_from(held, outcome, on),
        by=by,
        at=at,
    )
    held.state, held.decision = ChangeState.PROPOSED, decision
    held.save(update_fields=["state", "decision"])
    record(by=by, at=at, verb="propose", noun="change", key=held.pk, outcome=str(outcome))
    return decision


@action
def close(*, change: Change, reason: str, by: Officer, at: datetime) -> Change:
    """It changes nothing about the aid, or is not so: a named officer says why."""
    held = _held(change)
    guards.check_can_handle(by, held, day_of(at))
    if not reason.strip():
        raise Refusal("change.why", _("请写明为什么不影响待遇。"), field="reason")
    held.state, held.closed_at = ChangeState.CLOSED, at
    held.closed_by_id, held.closed_reason = by.post_id, reason.strip()[:300]
    held.save(update_fields=["state", "closed_at", "closed_by", "closed_reason"])
    record(by=by, at=at, verb="close", noun="change", key=held.pk)
    note(noun="change", key=held.pk, verb="closed", at=at)
    return held


def _held(change: Change) -> Change:
    rows = Change.objects.select_for_update(of=("self",))
    related = ("award__place", "award__household", "award__office", "award__decision", "person")
    return rows.select_related(*related, "assessment", "decision").get(pk=change.pk)
