"""Each invariant of the map has its named test, and that test is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (\d+) \| .+ \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
WAITING = {13}  # for what receives retractions: nothing does yet


def rows() -> dict[int, list[tuple[str, str]]]:
    text = (ROOT / "docs" / "map.md").read_text()
    return {int(number): NAMED.findall(tests) for number, tests in ROW.findall(text)}


def test_every_invariant_stands_in_the_map_with_a_named_test():
    found = rows()
    assert set(found) == set(range(1, 16))
    assert {number for number, tests in found.items() if not tests} == WAITING


def test_each_named_test_is_there():
    for number, tests in rows().items():
        for file, name in tests:
            text = (ROOT / file).read_text()
            assert re.search(rf"^def {name}\(", text, re.MULTILINE), f"{number}: {file}::{name}"
