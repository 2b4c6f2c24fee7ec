import pytest
from django.db import connection


@pytest.mark.django_db
def test_a_statement_stays_planned_though_many_others_are_asked_after_it():
    with connection.cursor() as cursor:
        for number in range(150):
            for _time in range(4):
                cursor.execute(f"SELECT %s::int + {number}", [1])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s",
                       ["SELECT $1::int + %"])  # fmt: skip
        assert cursor.fetchone() == (150,)
