"""The shipped divisions and offices, put into the database."""

from datetime import date, datetime

from doudi.accounts.guards import check_can_administer
from doudi.accounts.models import Department, Jurisdiction, Office, Place, Power
from doudi.accounts.rules import divisions
from doudi.audit.actions import record
from doudi.common.actors import Actor
from doudi.common.remembered import forget
from doudi.common.transactions import action

_BATCH = 2000


@action
def load_area(*, area: str, since: date = divisions.AS_OF, by: Actor, at: datetime) -> int:
    """Places, offices, jurisdictions and powers of a shipped area ("430902", "3204").

    What is there already stays as it is; gives the number of new rows. `since` is earlier than the
    day of the statistics only where a trial plays in the past.
    """
    check_can_administer(by, at)
    places, new_places = _places(area, since)
    offices, new_offices = _offices(area, places, since)
    reach = _jurisdictions(area, places, offices, since)
    powers = _powers(area, places, offices, since)
    total = new_places + new_offices + reach + powers
    forget()
    record(by=by, at=at, verb="load", noun="division", key=area, rows=total)
    return total


def _places(area: str, since: date) -> tuple[dict[str, Place], int]:
    rows = divisions.place_rows(area)
    known = {p.code: p for p in Place.objects.filter(code__in=[row.code for row in rows])}
    before = len(known)
    for length in (2, 4, 6, 9, 12):
        fresh = [
            Place(
                code=row.code,
                name=row.name,
                level=row.level,
                parent=known.get(row.parent),
                valid_from=since,
            )
            for row in rows
            if len(row.code) == length and row.code not in known
        ]
        known |= {p.code: p for p in Place.objects.bulk_create(fresh, _BATCH)}
    return known, len(known) - before


def _offices(area: str, places: dict[str, Place], since: date) -> tuple[dict[str, Office], int]:
    departments = _departments()
    rows = divisions.office_rows(area)
    known = {o.code: o for o in Office.objects.filter(code__in=[row.code for row in rows])}
    before, waiting = len(known), [row for row in rows if row.code not in known]
    while waiting:
        ready = [row for row in waiting if not row.parent or row.parent in known]
        fresh = [
            Office(
                code=row.code,
                name=row.name,
                department=departments[row.department],
                level=row.level,
                parent=known.get(row.parent),
                seat=places[row.seat],
                valid_from=since,
            )
            for row in ready
        ]
        known |= {o.code: o for o in Office.objects.bulk_create(fresh, _BATCH)}
        waiting = [row for row in waiting if row.code not in known]
    return known, len(known) - before


def _departments() -> dict[str, Department]:
    rows = [Department(code=code, name=name) for code, name in divisions.department_names()]
    Department.objects.bulk_create(rows, ignore_conflicts=True)
    return {department.code: department for department in Department.objects.all()}


def _jurisdictions(
    area: str, places: dict[str, Place], offices: dict[str, Office], since: date
) -> int:
    rows = [
        Jurisdiction(office=offices[row.code], place=places[code], duty=duty, valid_from=since)
        for row in divisions.office_rows(area)
        for code, duty in row.places
    ]
    before = Jurisdiction.objects.count()
    Jurisdiction.objects.bulk_create(rows, _BATCH, ignore_conflicts=True)
    return Jurisdiction.objects.count() - before


def _powers(area: str, places: dict[str, Place], offices: dict[str, Office], since: date) -> int:
    rows = [
        Power(
            office=offices[office.code],
            programme=power.programme,
            place=places[code],
            act=power.act,
            basis=power.basis,
            valid_from=since,
        )
        for power in divisions.power_rows(area)
        for office in divisions.office_rows(area)
        if office.level == power.level and divisions.acts_in_general(office)
        for code, _duty in office.places
    ]
    before = Power.objects.count()
    Power.objects.bulk_create(rows, _BATCH, ignore_conflicts=True)
    return Power.objects.count() - before
