"""What officers see of a family: who is excused, who stands in, how it wants to be told."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from doudi.accounts.models import Office
from doudi.people.models import ContactWish, Household, Representation, SignatureExcuse
from doudi.people.queries.excuses import excuses_of, reason_of
from doudi.people.queries.households import members
from doudi.people.queries.persons import names_of
from doudi.people.queries.representations import representations_of
from doudi.people.states import ExcuseGround, Need, RepresentationKind, TellingWay


@dataclass(frozen=True)
class ExcuseLine:
    pk: int
    name: str
    ground: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class StandInLine:
    """`through` is the name of the person or office that stands in."""

    pk: int
    name: str
    kind: str
    through: str
    ground: str
    since: date
    until: date | None


@dataclass(frozen=True)
class WishLine:
    name: str
    way: str
    hours: str
    language: str
    needs: str


@dataclass(frozen=True)
class FamilyPanel:
    """What to know before one calls or goes there; empty when nothing is recorded."""

    wishes: tuple[WishLine, ...]
    stand_ins: tuple[StandInLine, ...]
    excused: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        return not (self.wishes or self.stand_ins or self.excused)


def panel(household: Household, on: date) -> FamilyPanel:
    names = {one.person.pk: one.name for one in members(household, on)}
    rows = ContactWish.objects.filter(person_id__in=names, superseded_at__isnull=True)
    excused = household.excuses.filter(ended_at__isnull=True).order_by("pk")
    return FamilyPanel(
        wishes=tuple(wish_line(row, names[row.person_id]) for row in rows.order_by("pk")),
        stand_ins=tuple(stand_in_lines(household, on)),
        excused=tuple(
            (names.get(row.person_id, ""), str(ExcuseGround(row.ground).label)) for row in excused
        ),
    )


def wish_line(row: ContactWish, name: str) -> WishLine:
    needs = "、".join(str(Need(one).label) for one in row.needs)
    return WishLine(name, str(TellingWay(row.way).label), row.hours, row.language, needs)


def excuse_lines(household: Household, on: date) -> list[ExcuseLine]:
    """With the sealed reasons in clear: for officers who may record one."""
    rows = list(excuses_of(household))
    names = names_of(row.person_id for row in rows)
    return [_excuse_line(row, names.get(row.person_id, "")) for row in rows]


def _excuse_line(row: SignatureExcuse, name: str) -> ExcuseLine:
    ground = str(ExcuseGround(row.ground).label)
    return ExcuseLine(
        row.pk, name, ground, reason_of(row), row.excused_by.user.name, row.excused_at
    )


def stand_in_lines(household: Household, on: date) -> list[StandInLine]:
    family = [one.person.pk for one in members(household, on)]
    rows = list(representations_of(family, on))
    names = names_of([*family, *(row.by_person_id for row in rows if row.by_person_id)])
    return [_stand_in_line(row, names) for row in rows]


def _stand_in_line(row: Representation, names: dict[int, str]) -> StandInLine:
    through = row.by_office.name if row.by_office else names.get(row.by_person_id or 0, "")
    return StandInLine(
        row.pk, names.get(row.person_id, ""), str(RepresentationKind(row.kind).label), through,
        row.ground, row.valid_from, row.valid_until,
    )  # fmt: skip


def offices_near(household: Household, on: date) -> QuerySet[Office]:
    """Offices that answer for the household's place: its village committee, town and county."""
    code = household.place.code
    above = [code[:length] for length in (6, 9, 12) if len(code) >= length]
    valid = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    reached = Office.objects.filter(valid, valid_from__lte=on, jurisdictions__place__code__in=above)
    return reached.distinct().order_by("-level", "name")
