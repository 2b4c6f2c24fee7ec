"""The demo's keys of the spot check: fixed, so that its story comes out the same each time."""

import hashlib
from datetime import date

from doudi.accounts.models import Place
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.common.months import add_months, month_of
from doudi.decisions.actions.draws import make_key

# draws 7, 8 and 9 of a month's first ten: the told families are fewer
SECRET = hashlib.sha256(b"doudi-197").digest()
MONTHS_BACK = 4
PLACES = ("430902", "320412")


def make_keys(today: date) -> None:
    """For the months of the told past and the coming one."""
    for code in PLACES:
        place = Place.objects.filter(code=code).first()
        if place is None:
            continue
        for back in range(-1, MONTHS_BACK):
            month = add_months(month_of(today), -back)
            make_key(
                place=place, programme="dibao", month=month, secret=SECRET,
                by=System("setup"), at=beijing(month),
            )  # fmt: skip
