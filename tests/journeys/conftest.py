"""One world for all journeys, and a browser with a window for each person."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.screen import Cast
from tests.journeys.world import World, a_world, connect

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first story has the world to itself, and the trail is spoiled after all journeys."""
    order = {"test_story.py": 0, "test_trail.py": 2}
    places = [n for n, item in enumerate(items) if item.path.parent == Path(__file__).parent]
    ours = sorted((items[n] for n in places), key=lambda item: order.get(item.path.name, 1))
    for n, item in zip(places, ours, strict=True):
        items[n] = item


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """Ends with a look at all that it wrote: no personal value outside its column."""
    with a_world() as made:
        yield made
        said = made.personal()
        assert said["values"] > 20, said
        assert not said["found"], said


@pytest.fixture(scope="module")  # other folders start a Playwright of their own
def cast(world: World) -> Iterator[Cast]:
    from playwright.sync_api import sync_playwright

    assert AXE.exists(), "axe-core is missing: run `make install`"
    with connect(world.database) as database:  # nobody signs in so often on one day
        database.execute("DELETE FROM django_cache")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        try:
            yield Cast(playwright, browser, world, AXE.read_text())
        finally:
            browser.close()
