"""Loaded before pytest-django reads settings: gives the suite a database and the trial's keys.

With `DATABASE_URL` the suite runs there; else on the project's own PostgreSQL, started for it.
"""

import os
import shutil
import tempfile

import pytest

from doudi.cli.postgres import DatabaseUnavailable, ensure_database

_made = "" if "DOUDI_DATA" in os.environ else tempfile.mkdtemp(prefix="doudi-tests-")
os.environ["DOUDI_MODE"] = "test"
os.environ.setdefault("DOUDI_DATA", _made)
try:
    ensure_database()
except DatabaseUnavailable as trouble:
    raise pytest.UsageError(str(trouble)) from None


def pytest_unconfigure() -> None:
    if _made:
        shutil.rmtree(_made, ignore_errors=True)
