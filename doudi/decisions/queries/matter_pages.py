"""What the desk shows of a matter: the two computations beside each other, hearings, decision."""

from dataclasses import dataclass
from datetime import date

from doudi.decisions.models import Assessment, Decision, Hearing, Letter
from doudi.decisions.queries import matters
from doudi.decisions.queries.letters import names_in
from doudi.decisions.queries.matter_letters import addressee
from doudi.decisions.queries.panel import Assumed, assumed_of, criteria_of, letter_left
from doudi.decisions.queries.words import place_path, programme_name
from doudi.decisions.rules import difference, letters
from doudi.facts.queries import person_id
from doudi.people.queries import names_of
from doudi.ui.lines import CriterionRow


@dataclass(frozen=True)
class Line:
    """A line of both sheets; `unit` is 元/月 or 元/年."""

    label: str
    unit: str
    old_fen: int | None
    new_fen: int | None
    total: bool
    changed: bool


@dataclass(frozen=True)
class Difference:
    lines: tuple[Line, ...]
    come: tuple[str, ...]
    gone: tuple[str, ...]
    old_on: date | None
    new_on: date


def difference_of(old: Assessment | None, new: Assessment) -> Difference:
    """Persons by name; without an old computation every line is new."""
    names = names_in(new) | (names_in(old) if old else {})
    rows = difference.rows(old.result["sheet"] if old else (), new.result["sheet"])
    moved = difference.people(old.result if old else {"members": []}, new.result)
    return Difference(
        lines=tuple(_line(row, names) for row in rows),
        come=_names(moved.come),
        gone=_names(moved.gone),
        old_on=old.on if old else None,
        new_on=new.on,
    )


def _line(row: difference.Row, names: dict[str, str]) -> Line:
    return Line(
        label=letters.named(row.label, names),
        unit="元/月" if row.per == "month" else "元/年",
        old_fen=row.old_fen,
        new_fen=row.new_fen,
        total=row.total,
        changed=row.changed,
    )


def _names(ids: tuple[str, ...]) -> tuple[str, ...]:
    people = {one: person_id(one) for one in ids}
    names = names_of(people.values())
    return tuple(names.get(people[one], "") for one in ids)


@dataclass(frozen=True)
class MatterPage:
    decision: Decision
    name: str
    programme: str
    place: str
    before: Decision | None
    difference: Difference | None
    criteria: tuple[CriterionRow, ...]
    assumed: tuple[Assumed, ...]
    hearings: tuple[Hearing, ...]
    must_hear: bool
    letter: Letter | None
    letter_left: int | None


def matter_page(decision: Decision, on: date) -> MatterPage:
    before, assessment = matters.before(decision), decision.assessment
    old = before.assessment if before else None
    letter = Letter.objects.filter(decision=decision).select_related("decision__place").first()
    return MatterPage(
        decision=decision,
        name=addressee(decision),
        programme=programme_name(decision.programme),
        place=place_path(decision.place),
        before=before,
        difference=difference_of(old, assessment) if assessment else None,
        criteria=criteria_of(assessment) if assessment else (),
        assumed=assumed_of(assessment) if assessment else (),
        hearings=tuple(matters.hearings_of(decision.matter)),
        must_hear=matters.must_be_heard(decision.outcome, decision.household, on),
        letter=letter,
        letter_left=letter_left(letter, on),
    )
