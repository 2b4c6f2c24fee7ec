"""What the page of simulations is to be opened with: a value of a place, proposed or in force."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from doudi.policies.models import ParameterValue
from doudi.policies.queries.parameters import bundle_for, dated
from doudi.policies.rules.saying import keys_of
from doudi.policies.rules.scenarios import as_written
from doudi.policies.rules.simulation import simulated_programmes

AT_ONCE = 4


def trial_of(row: ParameterValue, on: date) -> str:
    """The query of a trial of this value, with those proposed for the same day: what is still to
    be checked over the values of `on`, what is in force already over those of the day before it."""
    day = min(on, row.from_on - timedelta(days=1)) if row.checked_at else on
    rows = ParameterValue.objects.filter(
        place=row.place, from_on=row.from_on, rejected_at__isnull=True, superseded_at__isnull=True,
        checked_at__isnull=row.checked_at is None,
    ).exclude(key=row.key)  # fmt: skip
    several = [row, *rows.order_by("pk")]
    if not _can_be_tried(row.key, day):
        return ""
    return _query(row.place, day, {one.key: dated(one).value for one in several})


def trial_of_key(place: str, key: str, on: date) -> str:
    """The query of a trial of the value that waits to be checked; without one, of a value that is
    still to be written: the one in force would change nothing."""
    rows = ParameterValue.objects.filter(
        place=place, key=key, checked_at__isnull=True, rejected_at__isnull=True
    )
    waiting = rows.order_by("-pk").first()
    if waiting is not None:
        return trial_of(waiting, on)
    if key not in bundle_for(place, on).values or not _can_be_tried(key, on):
        return ""
    return urlencode([("place", place), ("on", on.isoformat()), ("set", key)])


def _can_be_tried(key: str, on: date) -> bool:
    return any(key in keys_of(code, on) for code in simulated_programmes())


def _query(place: str, on: date, values: dict[str, Any]) -> str:
    now = bundle_for(place, on).values
    pairs = [("place", place), ("on", on.isoformat())]
    for key, value in values.items():
        if key in now and _can_be_tried(key, on):
            pairs.append(("set", f"{key}={as_written(value, now[key]['value'])}"))
    return urlencode(pairs[: AT_ONCE + 2])
