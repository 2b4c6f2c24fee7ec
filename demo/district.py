"""The rest of the district behind the first town: families up to a wished number, one by one.

Each family is one transaction, together with the note that it is there: after a stop the next
start goes on with the next one. What goes wrong in one is noted, and the others come all the same.
"""

import os
import sys
import time
from contextlib import suppress
from datetime import date

from django.db import OperationalError, connection, transaction

from demo import progress
from demo.drawn import drawn
from demo.load import pick_up_granted
from demo.money import pay
from demo.staff import Staff, known, team
from demo.stations import is_poor, station_of
from demo.story import Story
from doudi.accounts.rules.divisions import place_rows
from doudi.common import clock
from doudi.common.refusals import Refusal

AREA = "430902"
SETTING, USUAL = "DOUDI_DEMO_FAMILIES", 300
AT_A_TIME = 12  # families of one town in a row
VILLAGES = 5  # of each town
PATIENCE, PAUSE = 24, 5  # tries and seconds between them while the database is away
RUN = 0  # the number under which the second run of the month is noted


def wanted() -> int:
    """How many families the demo shall have; the told ones of the first town always come."""
    given = os.environ.get(SETTING, "")
    return int(given) if given.isdigit() else USUAL


def load_rest(told: int, total: int) -> None:
    """Families `told` + 1 to `total` that are not there yet, then a run that pays those on aid."""
    towns = {number: town_of(number) for number in range(told + 1, total + 1)}
    progress.begin(told, {number: name for number, (_, name) in towns.items()})
    staff, town = known(), ""
    for number in progress.waiting():
        if towns[number][1] != town:
            town = towns[number][1]
            print(f"演示家庭 · demo families {progress.count()}/{total} · {town}", flush=True)
        _patiently(number, staff)
    if total > told and not progress.is_done(RUN):
        _pay_them(staff)
    missing = progress.left_out()
    if total > told:
        print(f"演示家庭 · demo families {progress.count()}/{total}" + _less(missing), flush=True)


def _less(missing: int) -> str:
    return f" · {missing} 户没有载入 · {missing} left out" if missing else ""


def town_of(number: int) -> tuple[str, str]:
    """Village code and town name of the family with this number."""
    rows = place_rows(AREA)
    towns = [row for row in rows if row.level == "town"]
    turn = number // AT_A_TIME
    town = towns[turn % len(towns)]
    villages = [row.code for row in rows if row.parent == town.code][:VILLAGES]
    return villages[(number + turn) % len(villages)], town.name


def _patiently(number: int, staff: Staff) -> None:
    """A database that is away for a while is no mistake of the family."""
    for _ in range(PATIENCE):
        try:
            return _one(number, staff)
        except OperationalError:
            connection.close()
            time.sleep(PAUSE)
    raise SystemExit("the database does not answer")


def _one(number: int, staff: Staff) -> None:
    today = clock.today()
    try:
        with transaction.atomic():
            tell(number, staff, today)
            progress.note(number)
    except OperationalError:
        raise
    except Exception as mistake:
        print(f"demo family {number}: {type(mistake).__name__}: {mistake}", file=sys.stderr)
        progress.leave_out(number)


def tell(number: int, staff: Staff, today: date) -> Story:
    """One family, up to where it stands today."""
    village, _ = town_of(number)
    family = drawn(number, village, poor=is_poor(number))
    story = Story(family, team(village, staff), number, today)
    station_of(number)(story, today)
    return story


def _pay_them(staff: Staff) -> None:
    """Those granted since the first run of this month; of few families perhaps nobody was."""
    pick_up_granted()
    with transaction.atomic():
        with suppress(Refusal), transaction.atomic():
            pay(staff, clock.today())
        progress.note(RUN)
