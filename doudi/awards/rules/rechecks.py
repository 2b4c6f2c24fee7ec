"""When a family on aid is looked at again: how often, and on which day.

民发〔2021〕57号 art. 31: yearly where little change is expected, half-yearly where the income is
not fixed and somebody in the family can work.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from doudi.common.months import age_on, month_of, same_day_in

# Working age for this purpose alone; what counts as income is the programme's own rule.
ABLE_FROM, ABLE_UNTIL = 16, 60
NOT_ABLE = frozenset({"carer", "unable", "retired"})
FIXED = frozenset({"employed"})


def can_work(member: Mapping[str, Any], on: date) -> bool:
    """Whether a case's member has labour capacity, as far as is known.

    An unknown age says nothing, so it does not make a family's rechecks more frequent.
    """
    born = _day(member.get("born_on"))
    if born is None or not ABLE_FROM <= age_on(born, on) < ABLE_UNTIL:
        return False
    disability = member.get("disability")
    severe = isinstance(disability, Mapping) and disability.get("level") in {1, 2}
    return (
        not severe
        and member.get("student", "none") == "none"
        and member.get("illness", "none") != "major"
        and member.get("absence", "none") == "none"
        and member.get("employment", "none") not in NOT_ABLE
    )


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def is_unsettled(case: Mapping[str, Any], counted: Collection[str], on: date) -> bool:
    """Whether someone counted can work and is not in a fixed job: the half-yearly class."""
    return any(
        can_work(member, on) and member.get("employment", "none") not in FIXED
        for member in case["members"]
        if member["id"] in counted
    )


def candidates(since: date, months: int) -> list[date]:
    """The days that a recheck may be set for, the latest lawful one first: never later than
    `months` after `since`, and at most a third of the period earlier."""
    return [same_day_in(since, months - earlier) for earlier in range(max(1, months // 3))]


def spread(since: date, months: int, load: Mapping[date, int]) -> date:
    """The day of the next recheck, in the month with the fewest others.

    `load`: rechecks of the village by the first day of their month. Of equal months the later.
    """
    days = candidates(since, months)
    return min(days, key=lambda day: (load.get(month_of(day), 0), -day.toordinal()))
