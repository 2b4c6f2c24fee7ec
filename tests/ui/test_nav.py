"""The count beside a tray: whole while it can be worked off, bounded beyond."""

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string

from doudi.accounts.models import User
from doudi.ui.nav import MOST, NavGroup, NavItem, tally

pytestmark = pytest.mark.django_db


AT = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)


def people(number: int) -> None:
    rows = (User(username=f"u{n}", name="甲", created_at=AT) for n in range(number))
    User.objects.bulk_create(rows)


def test_a_tray_is_counted_to_its_end_below_a_thousand():
    people(MOST - 1)
    assert tally(User.objects.order_by("username")) == MOST - 1
    whole = NavItem("", "/", MOST - 1)
    assert (whole.shown, whole.many) == ("999", False)


def test_beyond_a_thousand_no_more_rows_are_read(django_assert_num_queries):
    people(MOST + 5)
    with django_assert_num_queries(1) as asked:
        assert tally(User.objects.order_by("username")) == MOST
    assert "LIMIT" in asked[0]["sql"]
    assert "ORDER BY" not in asked[0]["sql"]
    beyond = NavItem("", "/", MOST + 300)
    assert (beyond.shown, beyond.many) == ("999+", True)


def test_999_with_a_plus_is_explained_where_it_stands():
    items = [NavItem("甲", "/a/", MOST), NavItem("乙", "/b/", 7)]
    page = render_to_string("ui/components/nav.html", {"groups": [NavGroup("", items)]})
    assert page.count("一千件或更多") == 1
    assert render_to_string("desk/home.html", {"items": items}).count("一千件或更多") == 1


def test_nothing_counted_shows_nothing_and_none_waiting_shows_nought():
    assert (NavItem("", "/").shown, NavItem("", "/", 0).shown) == ("", "0")
