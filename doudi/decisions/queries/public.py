"""The sheets that hang today, as anyone may read them."""

from dataclasses import dataclass
from datetime import date

from doudi.accounts.models import Place
from doudi.decisions.models import Posting
from doudi.decisions.queries.posters import HEADS, cells, rule_of, shown
from doudi.decisions.queries.standing import hanging
from doudi.decisions.queries.words import programme_name


@dataclass(frozen=True)
class PublicSheet:
    """A sheet with names masked; `rows` hold the white-listed words only."""

    title: str
    office: str
    hung_on: date | None
    until_on: date | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets_of(village: Place, on: date) -> tuple[PublicSheet, ...]:
    found = hanging(on).filter(place=village).order_by("-hung_on", "pk")
    return tuple(_public(posting, on) for posting in found)


def _public(posting: Posting, on: date) -> PublicSheet:
    rule = rule_of(posting)
    lines = posting.lines.select_related("request__application__applicant").order_by("pk")
    return PublicSheet(
        title=f"{programme_name(posting.programme)}{posting.get_kind_display()}",
        office=posting.office.name,
        hung_on=posting.hung_on,
        until_on=posting.until_on,
        heads=tuple(HEADS[field] for field in rule.fields),
        rows=tuple(
            tuple(cells(line, rule.fields, name=shown(line, rule.web_name, on))) for line in lines
        ),
    )


def districts_with_sheets(on: date) -> tuple[Place, ...]:
    """The towns where something hangs today, by code."""
    towns = hanging(on).values_list("place__parent", flat=True)
    found = Place.objects.filter(pk__in=towns).select_related("parent")
    return tuple(found.order_by("code"))
