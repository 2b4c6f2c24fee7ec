"""Prepares the database of the journeys: places, officers, and one family that waits to be posted.

Run as a program with the server's environment: `python -m tests.journeys.set_up MOMENT`.
"""

import os
import sys
from datetime import datetime, timedelta

import django


def main(moment: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from demo import load, story
    from demo.families import FAMILIES
    from demo.spot import make_keys
    from demo.staff import hire
    from doudi.cli.marks import list_families, shift_clock, stamp
    from doudi.cli.prepare import update
    from doudi.common import clock
    from doudi.common.clock import beijing

    stamp("demo")  # the database is a copy of the migrated one, made by the caller
    list_families()
    update()
    shift_clock(datetime.fromisoformat(moment).replace(tzinfo=clock.BEIJING) - clock.now())
    today = clock.today()
    since = today - timedelta(days=60)
    staff = hire(since, beijing(since))
    make_keys(today)
    neighbour = story.Story(FAMILIES[0], staff, 1, today)
    load.to_opinion(load.back(neighbour, today, 6))
    assert neighbour.granted, "the neighbour must be recommended, to stand on the same sheet"


if __name__ == "__main__":
    main(sys.argv[1])
