"""The counts beside a page may be some seconds old, those on a tray's own page never are."""

import pytest
from django.urls import reverse

from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.desk.context import recent_groups
from tests.factories import accounts, applications

pytestmark = pytest.mark.django_db
ELSEWHERE, TRAY = "/desk/search/", "/desk/applications/village/"


@pytest.fixture
def village(settings) -> Officer:
    settings.DOUDI_NAV_SECONDS = 15
    return accounts.officer("village_intake", applications.submitted().place)


def count(officer: Officer, path: str) -> int | None:
    items = [item for group in recent_groups(officer, path) for item in group.items]
    return next(item.count for item in items if item.url == TRAY)


def test_a_page_shows_the_counts_of_a_moment_ago(village):
    assert count(village, ELSEWHERE) == 1
    applications.submitted()
    assert count(village, ELSEWHERE) == 1


def test_the_page_of_a_tray_counts_anew_for_all(village):
    assert count(village, ELSEWHERE) == 1
    applications.submitted()
    assert count(village, TRAY) == 2
    assert count(village, ELSEWHERE) == 2


def test_the_page_of_another_modules_tray_does_not_count_this_one(village):
    assert count(village, ELSEWHERE) == 1
    applications.submitted()
    pages = {item.url for group in recent_groups(village, ELSEWHERE) for item in group.items}
    other = reverse("people_kin")
    assert other in pages
    assert count(village, other) == 1


def test_nobody_sees_the_counts_of_another(village):
    assert count(village, ELSEWHERE) == 1
    other = accounts.officer(Duty.AUDITOR)
    items = [item.url for group in recent_groups(other, ELSEWHERE) for item in group.items]
    assert TRAY not in items


def test_what_one_process_counted_all_know(village, django_assert_max_num_queries):
    assert count(village, ELSEWHERE) == 1
    with django_assert_max_num_queries(1):
        assert count(village, ELSEWHERE) == 1


def test_nothing_is_kept_where_it_is_switched_off(village, settings):
    settings.DOUDI_NAV_SECONDS = 0
    assert count(village, ELSEWHERE) == 1
    applications.submitted()
    assert count(village, ELSEWHERE) == 2
