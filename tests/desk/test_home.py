import pytest
from django.urls import reverse

from tests.factories import accounts

pytestmark = pytest.mark.django_db


def test_what_waits_stands_apart_from_what_is_only_looked_up(client):
    accounts.sign_in(client, accounts.officer("town_acceptor"))
    waits, _, looked_up = client.get("/desk/").content.decode().partition("查阅</h2>")
    waits = waits.partition("<main")[2]
    assert reverse("applications_town") in waits
    assert reverse("applications_drafts") not in waits
    assert reverse("applications_drafts") in looked_up
