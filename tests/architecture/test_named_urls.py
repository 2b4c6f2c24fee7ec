"""Every address that is named in code or a template exists."""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver

HERE = Path(__file__).parents[2] / "doudi"
NAMED = {
    "*.py": re.compile(r'\b(?:redirect|reverse|reverse_lazy)\(\s*"([a-z_0-9]+)"'),
    "*.html": re.compile(r'\{% url "([a-z_0-9]+)"'),
}


@pytest.mark.parametrize("pattern", NAMED)
def test_every_named_address_exists(pattern: str) -> None:
    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    found = {
        (str(path.relative_to(HERE)), name)
        for path in HERE.rglob(pattern)
        for name in NAMED[pattern].findall(path.read_text(encoding="utf-8"))
    }
    assert len(found) > 50
    assert sorted(one for one in found if one[1] not in known) == []
