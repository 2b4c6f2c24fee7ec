"""One family applies from a phone, and is paid."""

import pytest

from tests.journeys.screen import Cast

pytestmark = pytest.mark.browser


def test_family_applies_and_is_paid(cast: Cast) -> None:
    family = cast.citizen("13700020001")
    family.go("/apply/start/")
    print(family.text())
    for who in ("cunwei", "shouli"):
        o = cast.officer(who)
        print(who, o.page.url, o.text())
