from datetime import date
from uuid import uuid4

import pytest

from doudi.common import clock
from doudi.common.clock import beijing


@pytest.fixture
def play(monkeypatch):
    """Sets the edge's clock to a day; `play.keyed` makes the data of a form with its key."""

    def on(day: date) -> None:
        monkeypatch.setattr(clock, "now", lambda: beijing(day, 20))
        monkeypatch.setattr(clock, "today", lambda: day)

    def keyed(**data: object) -> dict[str, object]:
        return {"_key": str(uuid4()), **data}

    on.keyed = keyed
    return on
