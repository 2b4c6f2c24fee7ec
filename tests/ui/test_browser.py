"""The gallery in Chromium: no policy broken, nothing wider than the screen, keys and pen."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
VENDOR = Path(__file__).parents[2] / "doudi" / "ui" / "static" / "vendor" / "tabler.min.css"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
    pytest.mark.skipif(not VENDOR.exists(), reason="browser assets: run `make install`"),
    pytest.mark.filterwarnings("ignore::pytest.PytestRemovedIn10Warning"),
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
VIEWS = [
    ("", DESK),
    ("tray/", DESK),
    ("tray/", PHONE),
    ("household/", DESK),
    ("", {"width": 768, "height": 1024}),
    ("portal/", PHONE),
    ("home/", PHONE),
    ("field/", PHONE),
    ("public/", PHONE),
    ("auth/", PHONE),
    ("error/404/", PHONE),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM))
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser, live_server) -> Iterator[object]:
    contexts = []

    def open_at(path: str, size: dict[str, int], **cookies: str):
        context = browser.new_context(viewport=size, locale="zh-CN")
        contexts.append(context)
        context.add_cookies(
            [{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()]
        )
        page = context.new_page()
        page.faults = []
        page.on("console", lambda told: page.faults.append(told.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(f"{live_server.url}/ui/gallery/{path}")
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("path", "size"), VIEWS)
def test_pages_fit_and_break_no_policy(open_page, path, size):
    page = open_page(path, size)
    assert [fault for fault in page.faults if "status of 404" not in fault] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    if AXE.exists():
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run()")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.parametrize("path", ["home/", "portal/", "field/", "auth/"])
def test_elder_edition_has_large_targets(open_page, path):
    page = open_page(path, PHONE, edition="elder")
    small = page.evaluate(
        """[...document.querySelectorAll('a, button, select, textarea, input:not([type=hidden])')]
        .map((one) => [one, (one.closest('label') || one).getBoundingClientRect()])
        .filter(([one, box]) => box.width && !one.matches('.dd-skip'))
        .filter(([one, box]) => box.height < 59.5 || box.width < 59.5)
        .map(([one]) => one.outerHTML)"""
    )
    assert small == []


def test_signature_is_kept_as_png_and_can_be_redone(open_page):
    page = open_page("field/", PHONE)
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=6)
    page.mouse.up()
    value = page.locator("[name=visitor]")
    assert value.input_value().startswith("data:image/png;base64,")
    assert page.get_by_text("已签名").is_visible()
    page.get_by_role("button", name="重写").click()
    assert value.input_value() == ""


def test_without_javascript_the_tick_stands_in_for_the_pen(browser, live_server):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/ui/gallery/portal/")
    assert not page.locator("canvas").first.is_visible()
    assert not page.locator("[data-read]").is_visible()
    assert page.get_by_text("请工作人员当面确认").first.is_visible()
    page.get_by_role("link", name="大字版").click()
    assert page.locator("html.elder").count() == 1
    context.close()


# What a telephone's browser has, or has not; it keeps what it was told to say.
VOICE = """
Object.defineProperty(window, "speechSynthesis", { value: {
  said: [],
  speak(one) { this.said.push(one.text); this.last = one; },
  cancel() { this.said.push("-"); },
} });"""


def test_a_page_is_read_aloud_and_stopped(browser, live_server):
    page = browser.new_page(viewport=PHONE)
    page.add_init_script(VOICE)
    page.goto(f"{live_server.url}/ui/gallery/portal/")
    button = page.get_by_role("button", name="朗读")
    button.click()
    said = page.evaluate("speechSynthesis.said.at(-1)")
    assert page.locator("h1").inner_text() in said
    assert "朗读" not in said
    page.get_by_role("button", name="停止", pressed=True).click()
    assert page.evaluate("speechSynthesis.said.at(-1)") == "-"
    button.click()
    page.evaluate("speechSynthesis.last.onerror()")  # no voice for Chinese
    assert button.get_attribute("aria-pressed") == "false"
    page.close()


def test_where_nothing_can_be_read_aloud_no_button_says_so(browser, live_server):
    page = browser.new_page(viewport=PHONE)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script("delete Window.prototype.speechSynthesis; delete window.speechSynthesis")
    page.goto(f"{live_server.url}/ui/gallery/portal/")
    assert page.evaluate("'speechSynthesis' in window") is False
    assert not page.locator("[data-read]").is_visible()
    assert faults == []
    page.close()


def test_a_row_on_a_phone_says_what_each_value_is(open_page):
    word = "one => getComputedStyle(one, '::before').content"
    for size, said in ((PHONE, '"村（社区）'), (DESK, "none")):
        village = open_page("tray/", size).locator("tbody tr").first.locator("td").nth(1)
        assert village.evaluate(word).startswith(said)


def test_keys_move_open_and_search(open_page):
    page = open_page("tray/", DESK)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert "刘桂英" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gallery/household/")
