"""The sheets that hang today, as anyone may read them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from doudi.accounts.models import Place
from doudi.common.clock import day_of
from doudi.decisions.models import Posting
from doudi.decisions.queries.posters import cells, numbered, rule_of, shown
from doudi.decisions.queries.standing import hanging
from doudi.decisions.queries.words import programme_name
from doudi.decisions.states import PostingKind

WEB_HEADS = {"name": "申请人", "members": "人口", "amount": "元/月"}  # a phone is narrow


@dataclass(frozen=True)
class PublicSheet:
    """A sheet with names masked; `rows` hold number and white-listed words only.

    `key` leads to the form for objections, empty where there is nothing left to object to.
    """

    key: str
    title: str
    office: str
    hung_on: date | None
    until_on: date | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets_of(village: Place, on: date) -> tuple[PublicSheet, ...]:
    found = hanging(on).filter(place=village).order_by("-hung_on", "pk")
    return tuple(_public(posting) for posting in found)


def _public(posting: Posting) -> PublicSheet:
    rule = rule_of(posting)
    on = day_of(posting.prepared_at)
    return PublicSheet(
        key=str(posting.key) if posting.kind == PostingKind.BEFORE else "",
        title=f"{programme_name(posting.programme)}{posting.get_kind_display()}",
        office=posting.office.name,
        hung_on=posting.hung_on,
        until_on=posting.until_on,
        heads=("号", *(WEB_HEADS[field] for field in rule.fields)),
        rows=tuple(
            (str(number), *cells(line, rule.fields, name=shown(line, rule.web_name, on)))
            for number, line in numbered(posting)
        ),
    )


def public_sheet(key: UUID, on: date) -> tuple[Posting, PublicSheet] | None:
    """The sheet behind a printed code, while it hangs."""
    posting = hanging(on).filter(key=key).first()
    return (posting, _public(posting)) if posting else None


def lines_to_object(posting: Posting) -> list[tuple[int, str]]:
    """Families to choose from, by their number on the paper and the masked name."""
    rule, on = rule_of(posting), day_of(posting.prepared_at)
    return [
        (line.pk, f"{number} 号 {shown(line, rule.web_name, on)}")
        for number, line in numbered(posting)
    ]


def districts_with_sheets(on: date) -> tuple[Place, ...]:
    """The towns where something hangs today, by code."""
    towns = hanging(on).values_list("place__parent", flat=True)
    found = Place.objects.filter(pk__in=towns).select_related("parent")
    return tuple(found.order_by("code"))
