"""The spot check as anyone may read it: hashes at once, keys and lots when the month is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from doudi.accounts.models import Place
from doudi.accounts.states import Level
from doudi.decisions.models import Draw, DrawKey
from doudi.decisions.queries.words import programme_name
from doudi.decisions.rules.draws import faults
from doudi.policies.rules.flows import flow_for, shipped_flows


@dataclass(frozen=True)
class PublicKey:
    """A month of a district. `key` and `lots` are empty until the month is over."""

    id: str
    place: str
    programme: str
    month: date
    percent: int
    key_hash: str
    key: str
    count: int
    drawn: int
    lots: tuple[tuple[int, bool], ...] = ()


def percent_of(place: Place, programme: str, on: date) -> int:
    return flow_for(programme, place.code, on).spot.percent


def wanted_keys(month: date) -> Iterable[tuple[Place, str]]:
    """Every district and programme that has a flow with a spot check in this month."""
    for flow in shipped_flows():
        if flow.from_on > month or (flow.until_on and flow.until_on <= month):
            continue
        districts = Place.objects.filter(level=Level.DISTRICT, code__startswith=flow.place)
        for place in districts.filter(valid_until__isnull=True).order_by("code"):
            if percent_of(place, flow.programme, month):
                yield place, flow.programme


def to_show(on: date) -> QuerySet[DrawKey]:
    """Keys of months that are over and that nobody has seen yet."""
    return DrawKey.objects.filter(shown="", month__lt=on.replace(day=1)).order_by("month", "pk")


def keys() -> QuerySet[DrawKey]:
    """Newest months first, with how many lots there are and how many were drawn."""
    counted = DrawKey.objects.annotate(
        count=Count("draws"), drawn_count=Count("draws", filter=Q(draws__drawn=True))
    )
    return counted.select_related("place").order_by("-month", "place__code", "programme")


def public(key: DrawKey, *, lots: bool = False) -> PublicKey:
    """A row of `keys()`; `lots`: with every number, if the month is over."""
    over = bool(key.shown)
    return PublicKey(
        id=str(key.pk),
        place=key.place.name,
        programme=programme_name(key.programme),
        month=key.month,
        percent=key.percent,
        key_hash=key.key_hash,
        key=key.shown,
        count=getattr(key, "count", 0),
        drawn=getattr(key, "drawn_count", 0) if over else 0,
        lots=tuple(lots_of(key)) if lots and over else (),
    )


def lots_of(key: DrawKey) -> QuerySet[Draw, tuple[int, bool]]:
    return key.draws.order_by("number").values_list("number", "drawn")


def verify(key: DrawKey) -> tuple[str, ...]:
    """Recomputes every lot of a month that is over from its published key; empty: all fit."""
    return faults(bytes.fromhex(key.shown), key.key_hash, key.percent, lots_of(key))
