"""What others may ask about applications."""

from doudi.applications.queries.applications import (
    by_key,
    by_number,
    names_in,
    open_of_household,
    request_of,
    requests,
    requests_accepted,
    started_by,
)
from doudi.applications.queries.declared import items, person_facts
from doudi.applications.queries.lookahead import LookAhead, look_ahead
from doudi.applications.queries.progress import Panel, panel, progress, stations, timeline
from doudi.applications.queries.units import UnitLine, unit, unit_proposed
from doudi.applications.queries.waiting import waiting_for_town, waiting_for_village

__all__ = [
    "LookAhead",
    "Panel",
    "UnitLine",
    "by_key",
    "by_number",
    "items",
    "look_ahead",
    "names_in",
    "open_of_household",
    "panel",
    "person_facts",
    "progress",
    "request_of",
    "requests",
    "requests_accepted",
    "started_by",
    "stations",
    "timeline",
    "unit",
    "unit_proposed",
    "waiting_for_town",
    "waiting_for_village",
]
