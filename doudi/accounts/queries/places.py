"""Places by code and day."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.queries.periods import valid_on
from doudi.common.refusals import Refusal


def place_by_code(code: str, on: date) -> Place:
    """The place that bore this code on that day. Raises Refusal when there was none."""
    place = Place.objects.filter(valid_on(on), code=code).first()
    if place is None:
        raise Refusal("place.unknown", _("没有找到这个地方，请从列表中重新选择。"), field="place")
    return place


def children(place: Place, on: date) -> QuerySet[Place]:
    """The places directly below, by code."""
    return Place.objects.filter(valid_on(on), parent=place).order_by("code")


def prefixes(code: str) -> list[str]:
    """The code itself and every code it lies in: 430902005001 → 43, 4309, 430902, 430902005, …"""
    return [code[:length] for length in (2, 4, 6, 9, 12) if length <= len(code)]
