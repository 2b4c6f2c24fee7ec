"""`doudi clock`: shows or moves the clock of a demo or bench; a live database has none to move."""

import argparse
import os
import re
import sys
from datetime import datetime, timedelta

_STEP = re.compile(r"\+(\d+)([dh])")
_WORDS = {"d": "days", "h": "hours"}


def clock_command(arguments: list[str]) -> int:
    """`doudi clock`, `doudi clock +8d`, `doudi clock +3h`, `doudi clock 2026-09-14T09:00`."""
    parser = argparse.ArgumentParser(prog="doudi clock", description="演示的钟 · the demo's clock")
    parser.add_argument("to", nargs="?", default="", help="+8d、+3h，或北京时间 2026-09-14T09:00")
    given = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from doudi.cli.marks import WrongDatabase, shift_clock
    from doudi.common import clock

    try:
        if given.to:
            shift_clock(_wanted(given.to, clock.now()) - clock.now())
    except (WrongDatabase, ValueError) as refused:
        print(f"doudi clock: {refused}", file=sys.stderr)
        return 2
    print(f"{clock.now():%Y-%m-%dT%H:%M:%S%z}")
    return 0


def _wanted(text: str, now: datetime) -> datetime:
    step = _STEP.fullmatch(text)
    if step:
        return now + timedelta(**{_WORDS[step[2]]: int(step[1])})
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
