"""What a request asks twice is looked up once, and never outlives the request."""

import pytest
from django.db import connection, transaction

from doudi.accounts.models import Department
from doudi.common.remembered import forget, remembered, remembered_until_written, remembering
from tests.factories.trail import entry

pytestmark = pytest.mark.django_db


class Asked:
    """Counts how often it was really looked up."""

    def __init__(self, decorate) -> None:
        self.times = 0
        self.ask = decorate(self._look_up)

    def _look_up(self, of: str) -> str:
        self.times += 1
        list(Department.objects.filter(code=of))
        return f"{of} {self.times}"


def test_a_page_asks_once():
    for decorate in (remembered, remembered_until_written):
        asked = Asked(decorate)
        with remembering():
            assert [asked.ask("a"), asked.ask("a"), asked.ask("b")] == ["a 1", "a 1", "b 2"]


def test_the_next_request_asks_anew():
    asked = Asked(remembered)
    with remembering():
        asked.ask("a")
    with remembering():
        assert asked.ask("a") == "a 2"


def test_a_form_asks_again_after_it_wrote():
    posts, names = Asked(remembered), Asked(remembered_until_written)
    with remembering():
        assert [names.ask("a"), names.ask("a")] == ["a 1", "a 1"]
        posts.ask("a")
        Department.objects.create(code="x", name="甲")
        assert names.ask("a") == "a 2"
        assert posts.ask("a") == "a 1"
        entry()  # another table
        assert names.ask("a") == "a 2"


def test_an_answer_made_of_others_ends_with_them():
    names = Asked(remembered_until_written)
    sentence = remembered_until_written(lambda of: f"{names.ask(of)}.")
    with remembering():
        names.ask("a")
        assert [sentence("a"), sentence("a")] == ["a 1.", "a 1."]
        Department.objects.filter(code="x").update(name="乙")
        assert sentence("a") == "a 2."


def test_a_write_without_the_orms_quotes_ends_it_too():
    names = Asked(remembered_until_written)
    with remembering(), connection.cursor() as cursor:
        names.ask("a")
        cursor.execute("UPDATE accounts_department SET name = name WHERE code = 'x'")
        assert names.ask("a") == "a 2"
        cursor.execute("WITH gone AS (DELETE FROM accounts_department RETURNING 1) SELECT 1")
        assert names.ask("a") == "a 3"


def test_a_lock_that_was_waited_for_and_an_undone_step_end_it_too():
    names = Asked(remembered_until_written)
    with remembering():
        names.ask("a")
        list(Department.objects.select_for_update())
        assert names.ask("a") == "a 2"
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(1)")
        assert names.ask("a") == "a 3"
        with transaction.atomic():
            transaction.set_rollback(True)
        assert names.ask("a") == "a 4"


def test_whoever_changes_posts_has_it_forgotten():
    asked = Asked(remembered)
    with remembering():
        asked.ask("a")
        forget()
        assert asked.ask("a") == "a 2"


def test_outside_a_request_nothing_is_kept():
    asked = Asked(remembered)
    assert [asked.ask("a"), asked.ask("a")] == ["a 1", "a 2"]
    forget()
