import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from doudi.ui.nav import NavItem
from tests.factories import accounts

pytestmark = pytest.mark.django_db


def test_what_waits_stands_apart_from_what_is_only_looked_up(client):
    accounts.sign_in(client, accounts.officer("town_acceptor"))
    waits, _, looked_up = client.get("/desk/").content.decode().partition("查阅</h2>")
    waits = waits.partition("<main")[2]
    assert reverse("applications_town") in waits
    assert reverse("applications_drafts") not in waits
    assert reverse("applications_drafts") in looked_up


def test_trays_in_which_nothing_waits_are_one_line_of_links(client):
    accounts.sign_in(client, accounts.officer("town_acceptor"))
    page = client.get("/desk/").content.decode().partition("<main")[2]
    line = page.partition("暂无待办：")[2].partition("</p>")[0]
    assert reverse("applications_town") in line
    assert reverse("people_kin") not in line  # that waits, once a year


def test_where_nothing_waits_at_all_the_page_says_so():
    page = render_to_string("desk/home.html", {"empty": [NavItem("甲", "/a/", 0)]})
    assert "现在没有要办的事" in page
    assert "/a/" in page


def test_every_row_of_the_page_is_reached_by_j_and_k(client):
    accounts.sign_in(client, accounts.officer("town_acceptor"))
    page = client.get("/desk/").content.decode().partition("<main")[2]
    assert page.count("<tbody") == page.count("<tbody data-rows")
    assert page.count("<tr><td") == page.count("<a data-open") > 0
