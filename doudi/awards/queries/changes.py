"""Changes of awards: which wait, what each would make of the award, what was paid too much."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.awards.models import Award, Change, Component
from doudi.awards.queries.awards import components_in
from doudi.awards.rules import changes as rules
from doudi.awards.rules.awards import Part, counted, parts
from doudi.awards.states import ChangeReason, ChangeState, State
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.money import yuan
from doudi.common.months import add_months, same_day_in
from doudi.decisions.models import Assessment, Decision
from doudi.decisions.queries import matters
from doudi.decisions.states import Outcome
from doudi.facts.queries import member_id
from doudi.people.models import PayeeAccount
from doudi.people.queries import members, payee_account

GRADUAL = "gradual_exit"
_RELATED = (
    "award__place__parent", "award__holder", "award__household", "award__decision__request",
    "person", "assessment", "decision", "to_place",
)  # fmt: skip


def matter_of(change: Change) -> str:
    """The name under which decisions know this change."""
    return f"change:{change.pk}"


def by_matter(matter: str) -> Change | None:
    """The change behind a matter; None for a matter of another kind."""
    noun, _, pk = matter.partition(":")
    return Change.objects.filter(pk=int(pk)).first() if noun == "change" else None


def with_related() -> QuerySet[Change]:
    return Change.objects.select_related(*_RELATED)


def of_award(award: Award) -> QuerySet[Change]:
    return with_related().filter(award=award).order_by("-known_at", "-pk")


def waiting_for(by: Officer, on: date) -> QuerySet[Change]:
    """Not decided yet, under the officer's places, those due first."""
    open_ = Q(state__in=[ChangeState.OPEN, ChangeState.PROPOSED])
    found = with_related().filter(under(place_codes(by, on), "award__place__code"), open_)
    return found.order_by("due_on", "pk")


def late_for(by: Officer, on: date) -> QuerySet[Change]:
    return waiting_for(by, on).filter(due_on__lt=on)


def reported_on(change: Change) -> date:
    """The office knew of it; something announced counts from when it happens."""
    known = day_of(change.known_at)
    return max(known, change.event_on) if change.event_on else known


def amount_in(award: Award, month: date) -> int:
    """Fen of one month as the components say."""
    return sum(one.amount_fen for one in components_in(month).filter(award=award))


def present(award: Award, on: date) -> int:
    """Fen a month as it would go on: next month's, or of the first month before it begins."""
    return amount_in(award, max(rules.next_month(on), award.valid_from))


def basis_of(award: Award) -> Assessment | None:
    """The computation that the award rests on now: of the last change applied, or of the grant."""
    last = (
        award.changes.filter(state=ChangeState.APPLIED, decision__assessment__isnull=False)
        .select_related("decision__assessment")
        .order_by("-closed_at", "-pk")
        .first()
    )
    return (last.decision if last and last.decision else award.decision).assessment


def unit_of(award: Award, on: date) -> list[int]:
    """Persons living there on a day, without those whom the unit leaves out by a legal ground."""
    request = award.decision.request
    out: set[int] = set()
    if request is not None:
        rows = request.unit.filter(superseded_at__isnull=True, counted=False)
        out = set(rows.values_list("person_id", flat=True))
    return [one.person.pk for one in members(award.household, on) if one.person.pk not in out]


@dataclass(frozen=True)
class Exit:
    """A gradual exit in force: from a month on, until a person decides; `due_from` its end."""

    change: Change
    since: date
    due_from: date


def gradual_exit_of(award: Award) -> Exit | None:
    """The exit that the award is in: the last thing applied was computed by that rule."""
    found = award.changes.filter(
        state=ChangeState.APPLIED, counts_from__isnull=False, decision__assessment__isnull=False
    )
    last = found.select_related("decision__assessment__bundle").order_by("-closed_at").first()
    decided = last.decision if last else None
    if last is None or decided is None or decided.assessment is None or last.counts_from is None:
        return None
    if decided.assessment.programme != GRADUAL:
        return None
    months = decided.assessment.bundle.content["values"]["gradual_exit.months"]["value"]
    return Exit(last, last.counts_from, add_months(last.counts_from, months))


@dataclass(frozen=True)
class Proposed:
    """What the computation of a change comes to; `amount_fen` a month, None: unknown."""

    outcome: str
    amount_fen: int | None
    parts: tuple[Part, ...]
    people: tuple[str, ...]


def proposal_of(change: Change, on: date) -> Proposed | None:
    """None: not computed, or the amount is unknown."""
    found = change.assessment
    if found is None or found.verdict == "unknown" or found.amount_fen is None:
        return None
    if found.verdict == "not_met":
        return Proposed(Outcome.ENDED, None, (), ())
    made, people = parts(found.result), counted(found.result)
    if change.reason == ChangeReason.JOB_REFUSED and change.person_id:
        member = member_id(change.person_id)
        made = rules.without_share(found.result, made, member)
        people = [one for one in people if one != member]
    amount = rules.total(made)
    outcome = rules.direction(present(change.award, on), amount)
    return Proposed(outcome, amount, tuple(made), tuple(people))


def outcomes_of(change: Change, on: date) -> list[str]:
    """What may be proposed now; a person chooses, and may always end on the family's own wish."""
    found = []
    proposed = proposal_of(change, on)
    if proposed is not None:
        found.append(proposed.outcome)
    elif not members(change.award.household, on):
        found.append(Outcome.ENDED)
    if change.reason in (ChangeReason.OWN_REQUEST, ChangeReason.FRAUD):
        found.append(Outcome.ENDED)
    held = change.award.state == State.SUSPENDED
    found.append(Outcome.RESUMED if held else Outcome.SUSPENDED)
    return [str(one) for one in dict.fromkeys(found)]


def effective_from(change: Change, outcome: str, on: date) -> date:
    """The first month that the outcome counts if it is decided today."""
    more = outcome in (Outcome.RAISED, Outcome.RESUMED)
    day = rules.counts_from(more=more, reported=reported_on(change), decided=on)
    return max(day, change.award.valid_from)


def overpaid_from(change: Change) -> date | None:
    """First month paid too much: the one after it happened, when less was decided later.

    None while nothing less counts, or where nothing was overpaid. A claim is a person's to make.
    """
    decision = change.decision
    if change.state != ChangeState.APPLIED or decision is None or change.event_on is None:
        return None
    if decision.outcome not in (Outcome.REDUCED, Outcome.ENDED) or change.counts_from is None:
        return None
    first = max(rules.overpaid_from(change.event_on), change.award.valid_from)
    return first if first < change.counts_from else None


def account_of_the_dead(change: Change) -> PayeeAccount | None:
    """The account that must change as its holder has died; the aid goes on."""
    if change.reason != ChangeReason.DEATH or change.person_id is None:
        return None
    account = payee_account(change.award.household)
    return account if account and account.holder_id == change.person_id else None


def death_limit(change: Change) -> date | None:
    """Within three months of a death the family is looked at again and decided on
    (民发〔2022〕83号)."""
    if change.reason != ChangeReason.DEATH or change.event_on is None:
        return None
    return same_day_in(change.event_on, 3)


def due_turns(on: date) -> list[Change]:
    """Holds, resumptions and ends whose month has begun and which the state does not show yet,
    the newest of each award."""
    outcomes = [Outcome.SUSPENDED, Outcome.RESUMED, Outcome.ENDED]
    rows = (
        with_related()
        .filter(state=ChangeState.APPLIED, counts_from__lte=on, decision__outcome__in=outcomes)
        .exclude(award__state=State.ENDED)
        .order_by("counts_from", "closed_at", "pk")
    )
    newest = {row.award_id: row for row in rows}
    return [row for row in newest.values() if not _shown(row)]


def _shown(change: Change) -> bool:
    outcome = change.decision.outcome if change.decision else ""
    shown = {Outcome.SUSPENDED: State.SUSPENDED, Outcome.RESUMED: State.ACTIVE}
    return shown.get(Outcome(outcome)) == change.award.state


def exits_due(on: date) -> list[Exit]:
    """Gradual exits whose time is over: each is put before a person, none ends by itself."""
    rows = Award.objects.filter(
        state=State.ACTIVE, changes__decision__assessment__programme=GRADUAL
    ).distinct()
    found = [gradual_exit_of(award) for award in rows]
    return [one for one in found if one is not None and one.due_from <= next_month_of(on)]


def next_month_of(day: date) -> date:
    return rules.next_month(day)


def told_words(change: Change, on: date) -> str:
    """What the family is told before it says what it thinks; an officer may write it better."""
    proposed = proposal_of(change, on)
    when = f"（{change.event_on:%Y 年 %-m 月 %-d 日}）" if change.event_on else ""
    words = f"我们核实到：{change.get_reason_display()}{when}。"
    old = yuan(present(change.award, on))
    if proposed is None:
        return words
    if proposed.amount_fen is None:
        return f"{words}按新的情况测算，您家不再符合条件，现在每月 {old} 元。"
    return f"{words}按新的情况测算，每月由 {old} 元变为 {yuan(proposed.amount_fen)} 元。"


def decision_on(change: Change) -> Decision | None:
    """The decision that stands about the change; a returned one does not."""
    return matters.decision_of(matter_of(change))


def components_of(award: Award) -> list[Component]:
    return list(award.components.order_by("valid_from", "pk"))
