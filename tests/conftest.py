"""Fixtures of the whole suite: a fast hasher, fixed moments, and skips that are named."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_configure() -> None:
    """whitenoise warns, and a warning is an error, where nothing was collected yet."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
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
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Transactional tests empty all tables, also those that only ever grow."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger "
            "WHERE tgname LIKE '%\\_no\\_truncate' AND tgenabled <> 'D'"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
