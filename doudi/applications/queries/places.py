"""Choosing a village step by step: district, town, village."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from doudi.accounts.models import Place
from doudi.accounts.queries import children, office_of, place_by_code, place_codes
from doudi.accounts.queries.periods import valid_on
from doudi.accounts.states import Duty, Level
from doudi.common.actors import Actor, Officer


@dataclass(frozen=True)
class Choice:
    """What to choose from next; `chosen` are the places chosen so far, the widest first."""

    chosen: tuple[Place, ...]
    options: tuple[Place, ...]

    @property
    def village(self) -> Place | None:
        last = self.chosen[-1] if self.chosen else None
        return last if last and last.level == Level.VILLAGE else None

    @property
    def to_village(self) -> bool:
        return bool(self.options) and self.options[0].level == Level.VILLAGE


def choice(code: str, *, by: Actor, on: date) -> Choice:
    """After choosing `code` ("": nothing yet). An officer chooses among the places of the post.

    Raises Refusal for a code that is no place on that day.
    """
    if code:
        place = place_by_code(code, on)
        return Choice(_from_district(place), tuple(children(place, on)))
    return Choice((), tuple(_first(by, on)))


def city_of(by: Actor, on: date) -> Place | None:
    """Where a counter may begin an application for another town (全城通办); none for a phone."""
    if not isinstance(by, Officer) or by.duty == Duty.GRID_WORKER:
        return None
    code = office_of(by).seat.code[:4]
    return Place.objects.filter(valid_on(on), code=code).first()


def village_choice(code: str, *, on: date) -> Choice:
    return Choice(_from_district(place_by_code(code, on)), ())


def _first(by: Actor, on: date) -> Sequence[Place]:
    if isinstance(by, Officer):
        own = Place.objects.filter(valid_on(on), code__in=place_codes(by, on)).order_by("code")
        found = list(own)
        if len(found) == 1 and found[0].level != Level.VILLAGE:
            return list(children(found[0], on))
        return found
    districts = Place.objects.filter(valid_on(on), level=Level.DISTRICT)
    return list(districts.filter(children__isnull=False).distinct().order_by("code"))


def _from_district(place: Place) -> tuple[Place, ...]:
    chain = [place]
    while chain[0].parent is not None and chain[0].level != Level.DISTRICT:
        chain.insert(0, chain[0].parent)
    return tuple(chain)
