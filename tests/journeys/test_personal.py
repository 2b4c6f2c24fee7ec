"""The look for personal values finds one wherever it is put; each world ends with that look."""

import pytest
from django.db import connection

from tests.factories import decisions
from tests.journeys import personal

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> dict[str, set[str]]:
    decisions.ready()
    return personal.values()


def test_names_and_all_that_is_sealed_are_known(known):
    assert "刘桂英" in known["name"]
    numbers = known["people.Identity.number_sealed"]
    assert all(len(one) == 18 for one in numbers)
    assert known["accounts.User.phone_sealed"]


def test_a_value_is_found_wherever_it_stands(known, tmp_path):
    phone = min(known["accounts.User.phone_sealed"])
    (tmp_path / "serve.log").write_text(f"ERROR {phone} is wrong\n")
    (tmp_path / "刘桂英.jpg").touch()
    found = personal.found_in(dict(personal.texts(tmp_path)), known)
    assert ("serve.log", "accounts.User.phone_sealed") in found
    assert ("names of files", "name") in found
    assert not [one for one in found if one[0] in personal.TEXTS]


@pytest.mark.parametrize("table", ["audit_entry", "journal_entry", "procrastinate_jobs"])
def test_every_place_that_is_looked_at_is_there(table):
    with connection.cursor() as cursor:
        for query in personal.TEXTS.values():
            if "django_cache" not in query:  # made by prepare, not by a migration
                cursor.execute(query)
    assert any(table in query for query in personal.TEXTS.values())
