"""How long the machine runs: 25 stories of 60 steps unless the environment says more."""

import os

import pytest


@pytest.fixture
def stories() -> int:
    return int(os.environ.get("DOUDI_MACHINE_STORIES", "25"))


@pytest.fixture
def steps() -> int:
    return int(os.environ.get("DOUDI_MACHINE_STEPS", "60"))
