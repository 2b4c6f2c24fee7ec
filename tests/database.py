"""Loaded before pytest-django reads settings: gives the suite a database and the trial's keys.

With `DATABASE_URL` the suite runs there; else on the project's own PostgreSQL, started for it.
"""

import os
import shutil
import tempfile

import pytest

from doudi.cli.postgres import DatabaseUnavailable, ensure_database

os.environ["DOUDI_MODE"] = "test"
try:
    ensure_database()
except DatabaseUnavailable as trouble:
    raise pytest.UsageError(str(trouble)) from None
# Files and anchors of the tests: after the database, which stays where it is and is quick.
_made = "" if "PYTEST_XDIST_WORKER" in os.environ else tempfile.mkdtemp(prefix="doudi-tests-")
if _made:
    os.environ["DOUDI_DATA"] = _made


def pytest_unconfigure() -> None:
    if _made:
        shutil.rmtree(_made, ignore_errors=True)
