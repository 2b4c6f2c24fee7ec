"""One world for all journeys, and a browser with a window for each person."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.screen import Cast
from tests.journeys.world import World, a_world

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    with a_world() as made:
        yield made


@pytest.fixture(scope="module")  # other folders start a Playwright of their own
def cast(world: World) -> Iterator[Cast]:
    from playwright.sync_api import sync_playwright

    assert AXE.exists(), "axe-core is missing: run `make install`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        try:
            yield Cast(playwright, browser, world, AXE.read_text())
        finally:
            browser.close()
