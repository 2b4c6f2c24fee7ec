"""Places, offices, officers and citizens for tests. Real places, invented people.

Everything is valid from 2020-01-01 unless a date is passed.
"""

from datetime import date, datetime
from functools import cache
from itertools import count

from allauth.mfa.models import Authenticator  # noqa: F401  (kept for sign-in tests)

from doudi.accounts.models import (
    CitizenLevel,
    Department,
    Jurisdiction,
    Office,
    Place,
    Post,
    Power,
    User,
)
from doudi.accounts.queries import officer_of
from doudi.accounts.rules.divisions import (
    AREAS,
    OfficeRow,
    PlaceRow,
    department_names,
    office_rows,
    place_rows,
    power_rows,
)
from doudi.common.actors import Citizen, Officer
from doudi.common.clock import beijing
from doudi.common.crypto import blind_index, seal

SINCE = date(2020, 1, 1)
ON = date(2026, 9, 1)
VILLAGE = "430902106201"  # first villages of the two places, by code
TOWN = "430902106"
DISTRICT = "430902"
PASSWORD = "Doudi-test-2026"

_numbers = count(1)
