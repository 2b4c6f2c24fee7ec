import pytest
from django.db import connection

from doudi.common.postgres.base import DatabaseWrapper


@pytest.mark.django_db
def test_a_statement_stays_planned_though_many_others_are_asked_after_it():
    with connection.cursor() as cursor:
        for number in range(150):
            for _time in range(4):
                cursor.execute(f"SELECT %s::int + {number}", [1])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s",
                       ["SELECT $1::int + %"])  # fmt: skip
        assert cursor.fetchone() == (150,)


@pytest.mark.django_db
def test_no_page_waits_for_the_server_s_compiler_whatever_the_server_is_set_to():
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting, source FROM pg_settings WHERE name = 'jit'")
        assert cursor.fetchone() == ("off", "client")


def test_a_city_s_own_options_stay():
    own = DatabaseWrapper(connection.settings_dict | {"OPTIONS": {"options": "-c lock_timeout=9"}})
    assert own.get_connection_params()["options"] == "-c lock_timeout=9 -c jit=off"
