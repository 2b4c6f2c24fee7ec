"""Fixtures of the whole suite: a fast hasher, fixed moments, and skips that are named."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.template import migrated

STORED = frozenset({"db", "transactional_db", "live_server"})
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_configure() -> None:
    """whitenoise warns, and a warning is an error, where nothing was collected yet."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        marked = item.get_closest_marker("django_db") or "cli" in item.path.parts
        if marked or STORED & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
    items.sort(key=lambda item: "long" not in item.keywords)
    if CHROMIUM:
        return
    missing = pytest.mark.skip(reason="needs Debian's chromium: apt-get install chromium")
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(missing)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == 0 and session.config.getoption("--no-skips"):
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter and reporter.stats.get("skipped"):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _fast_hasher(settings) -> None:
    """PBKDF2 costs 0.3 s a sign-in; its strength is not what these tests are about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _requests_under_the_web_role(settings) -> None:
    """What the suite asks of pages is asked as in a city: without the owner's rights."""
    settings.MIDDLEWARE = ["tests.as_web.AsWeb", *settings.MIDDLEWARE]


@pytest.fixture
def on() -> date:
    """A working Monday under the Social Assistance Law."""
    return date(2026, 9, 14)


@pytest.fixture
def at() -> datetime:
    """That Monday, 10:00 in Beijing."""
    return datetime(2026, 9, 14, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> None:
    """Each worker's database begins as a copy of one that is migrated already."""
    from django.db import connection

    connection.settings_dict["TEST"]["TEMPLATE"] = migrated(os.environ["DATABASE_URL"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Transactional tests empty all tables, also those that only ever grow.

    Each test takes back what it wrote: a vacuum would note that every table is empty, and the
    test of ten thousand rows would be planned for none, which took minutes a query.

    Beside a running browser Django opens a second connection, and the live server keeps its own:
    the database cannot be dropped before such sessions are ended.
    """
    from django.db import connection

    from doudi.cli.roles import keep_roles

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        assert keep_roles(needed=True) == 0
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger "
            "WHERE tgname LIKE '%\\_no\\_truncate' AND tgenabled <> 'D'"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = false)')
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    connection.close()  # beside a running browser it is another than the one that drops
