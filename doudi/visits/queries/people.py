"""Who may visit: by the setting of the place's flow, by purpose, by the office that was asked."""

from datetime import date, timedelta

from doudi.accounts.models import Office
from doudi.accounts.queries import holders
from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.people.models import Household
from doudi.policies.rules.flows import flow_for
from doudi.policies.rules.parameters import ParameterFault
from doudi.visits.models import Plan
from doudi.visits.rules import COUNTY

COUNTY_DUTIES = (Duty.COUNTY_REVIEWER, Duty.VERIFIER)
FRESH_DAYS = 366
"""Who visited a family within a year does not look again for the county."""


def first_duties(purpose: str) -> tuple[str, ...]:
    """The first investigator: the town's own, or the county's for the county's visit."""
    return COUNTY_DUTIES if purpose == COUNTY else (Duty.TOWN_INVESTIGATOR,)


def second_duties(place_code: str, on: date, purpose: str = "") -> tuple[str, ...]:
    """Whom the flow of the place lets go along as the second; two of the county go as well."""
    try:
        allowed = flow_for("dibao", place_code, on).second_investigators
    except ParameterFault:
        allowed = (Duty.TOWN_INVESTIGATOR,)
    if purpose == COUNTY:
        return (*COUNTY_DUTIES, *(duty for duty in allowed if duty not in COUNTY_DUTIES))
    return allowed


def investigators(household: Household, on: date, purpose: str = "") -> list[Officer]:
    """Who may be the first investigator of this household."""
    return holders(first_duties(purpose), household.place, on)


def second_investigators(household: Household, on: date, purpose: str = "") -> list[Officer]:
    """Who may be the second, in the order in which the setting names the duties."""
    duties = second_duties(household.place.code, on, purpose)
    found = holders(duties, household.place, on)
    return sorted(found, key=lambda who: duties.index(who.duty))


def of_office(office: Office, on: date) -> tuple[list[Officer], list[Officer]]:
    """First and second investigators of the office that was asked."""
    first = [
        who
        for who in holders((Duty.TOWN_INVESTIGATOR,), office.seat, on)
        if who.office_id == office.pk
    ]
    duties = second_duties(office.seat.code, on)
    return first, sorted(holders(duties, office.seat, on), key=lambda who: duties.index(who.duty))


def visited_before(household: Household, on: date) -> set[int]:
    """User ids of those who visited, or are to visit, for another purpose than the county's."""
    found = Plan.objects.filter(household=household, cancelled_at__isnull=True)
    found = found.filter(visit_on__gt=on - timedelta(days=FRESH_DAYS)).exclude(purpose=COUNTY)
    return {user for pair in found.values_list("first__user", "second__user") for user in pair}


def offices_of(*people: Officer) -> list[Office]:
    return list(Office.objects.filter(pk__in={one.office_id for one in people}))
