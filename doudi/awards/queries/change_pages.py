"""A change as the desk and the family see it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from doudi.applications.queries.places import Choice, choice
from doudi.awards.models import Award, Change
from doudi.awards.queries import changes
from doudi.awards.rules import changes as rules
from doudi.awards.states import ChangeReason, ChangeState
from doudi.common.actors import Citizen, Officer
from doudi.common.workdays import workdays_left
from doudi.decisions.models import Decision, Hearing, Letter
from doudi.decisions.queries import matters
from doudi.decisions.queries.matter_pages import Difference, difference_of
from doudi.decisions.queries.panel import criteria_of
from doudi.decisions.states import LESS, HearingWay, Outcome
from doudi.people.models import PayeeAccount
from doudi.people.queries import (
    belongs,
    current_name,
    households_of,
    members,
    names_of,
    person_of,
)
from doudi.ui.lines import CriterionRow


@dataclass(frozen=True)
class ChangeRow:
    """A line of the tray; `left` working days."""

    change: Change
    name: str
    person: str
    place: str
    step: str
    kind: str
    left: int


def rows(found: list[Change], on: date) -> list[ChangeRow]:
    people = {one.award.holder_id for one in found} | {
        one.person_id for one in found if one.person_id
    }
    names = names_of(people)
    return [
        ChangeRow(
            change=one,
            name=names.get(one.award.holder_id, ""),
            person=names.get(one.person_id or 0, ""),
            place=_place(one.award),
            step=step_of(one)[0],
            kind=step_of(one)[1],
            left=workdays_left(on, one.due_on),
        )
        for one in found
    ]


def _place(award: Award) -> str:
    parent = award.place.parent
    return f"{parent.name if parent else ''} {award.place.name}".strip()


def step_of(change: Change) -> tuple[str, str]:
    """What comes next in words, and the kind of its pill: a change stays OPEN from the report
    until something is proposed, confirmed or not."""
    if change.state != ChangeState.OPEN:
        return str(change.get_state_display()), _PILLS[change.state]
    if change.confirmed_at is None:
        return _("待核实"), "wait"
    return (_("待拟定"), "wait") if change.assessment_id else (_("待测算"), "wait")


_PILLS: dict[str, str] = {
    ChangeState.PROPOSED: "info",
    ChangeState.APPLIED: "ok",
    ChangeState.CLOSED: "idle",
}


@dataclass(frozen=True)
class ChangePage:
    change: Change
    step: tuple[str, str]
    name: str
    person: str
    place: str
    before_fen: int
    proposed: changes.Proposed | None
    proposed_label: str
    must_hear: bool
    heard: bool
    difference: Difference | None
    criteria: tuple[CriterionRow, ...]
    hearings: tuple[Hearing, ...]
    decision: Decision | None
    letter: Letter | None
    gradual: changes.Exit | None
    gradual_now: bool
    account: PayeeAccount | None
    death_limit: date | None
    overpaid_from: date | None
    left: int


def change_page(change: Change, on: date) -> ChangePage:
    award, found = change.award, change.assessment
    proposed, decision = changes.proposal_of(change, on), changes.decision_on(change)
    outcome = proposed.outcome if proposed else ""
    matter = changes.matter_of(change)
    return ChangePage(
        change=change,
        step=step_of(change),
        name=current_name(award.holder),
        person=current_name(change.person) if change.person else "",
        place=_place(award),
        before_fen=changes.present(award, on) if decision is None else _before(decision, award, on),
        proposed=proposed,
        proposed_label=str(Outcome(outcome).label) if outcome else "",
        must_hear=bool(outcome) and matters.must_be_heard(outcome, award.household, on),
        heard=matters.is_heard(matter, found),
        difference=difference_of(_old(change), found) if found else None,
        criteria=criteria_of(found) if found else (),
        hearings=tuple(matters.hearings_of(matter)),
        decision=decision,
        letter=Letter.objects.filter(decision=decision).first() if decision else None,
        gradual=changes.gradual_exit_of(award),
        gradual_now=found is not None and found.programme == changes.GRADUAL,
        account=changes.account_of_the_dead(change),
        death_limit=changes.death_limit(change),
        overpaid_from=changes.overpaid_from(change),
        left=workdays_left(on, change.due_on),
    )


def _before(decision: Decision, award: Award, on: date) -> int:
    last = matters.before(decision)
    return last.amount_fen if last and last.amount_fen is not None else changes.present(award, on)


def _old(change: Change) -> Any:
    """The computation to compare with: what the award rested on before this change."""
    if change.decision is not None:
        last = matters.before(change.decision)
        return last.assessment if last else None
    return changes.basis_of(change.award)


def people_of(award: Award, on: date) -> list[tuple[int, str]]:
    """Members to choose from; those who were there when the aid began are offered too."""
    found = {one.person.pk: one.name for one in members(award.household, award.valid_from)}
    found |= {one.person.pk: one.name for one in members(award.household, on)}
    return list(found.items())


def new_place(award: Award, code: str, by: Officer, on: date) -> Choice:
    """The place of a move, chosen from the towns of the district on; `code`: chosen so far.

    Raises Refusal for a code that is no place on that day.
    """
    return choice(code or choice(award.place.code, by=by, on=on).chosen[0].code, by=by, on=on)


def reason_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a family may report, grouped in plain words."""
    return [
        (title, [(code, str(ChangeReason(code).label)) for code in codes])
        for title, codes in rules.GROUPS
    ]


def all_reasons() -> list[tuple[str, str]]:
    return [(one.value, str(one.label)) for one in ChangeReason if one != ChangeReason.MOVE]


def kinds() -> list[tuple[str, str]]:
    return [(f"{one.attribute}|{one.code}", one.label) for one in rules.FOUND]


def hearing_ways() -> list[tuple[str, str]]:
    return [(one.value, str(one.label)) for one in HearingWay if one != HearingWay.IN_APP]


def outcome_words(change: Change, on: date) -> list[tuple[str, str]]:
    return [(one, str(Outcome(one).label)) for one in changes.outcomes_of(change, on)]


@dataclass(frozen=True)
class OwnChange:
    """What the family sees of a change: no proposal, only what it was told and what was decided."""

    change: Change
    may_say: bool
    said: tuple[Hearing, ...]
    decision: Decision | None
    letter: Letter | None
    less: bool


def own_change(change: Change) -> OwnChange:
    decision = changes.decision_on(change)
    decided = decision if decision and decision.decided_at else None
    told = matters.hearings_of(changes.matter_of(change))
    return OwnChange(
        change=change,
        may_say=change.asked_at is not None and decision is None and change.closed_at is None,
        said=tuple(told.exclude(way=HearingWay.NOT_REACHED)),
        decision=decided,
        letter=Letter.objects.filter(decision=decided).first() if decided else None,
        less=decided is not None and decided.outcome in LESS,
    )


def asked_of(citizen: Citizen, on: date) -> list[Change]:
    """Changes on which the household of this known citizen is asked for its view."""
    person = person_of(citizen.user_id) if citizen.level >= 1 else None
    if person is None:
        return []
    homes = [one.pk for one in households_of(person) if belongs(person, one, on, adult=True)]
    found = changes.with_related().filter(
        award__household__in=homes, asked_at__isnull=False, state=ChangeState.OPEN
    )
    return list(found.order_by("-asked_at"))


@dataclass(frozen=True)
class Panel:
    """An award's changes for a case page, newest first."""

    award: Award
    rows: list[tuple[Change, tuple[str, str]]]
    gradual: changes.Exit | None


def panel(award: Award) -> Panel:
    found = [(one, step_of(one)) for one in changes.of_award(award)[:10]]
    return Panel(award, found, changes.gradual_exit_of(award))
