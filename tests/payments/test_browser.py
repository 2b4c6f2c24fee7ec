"""The pages of a run in Chromium: they fit, break no policy, and pass axe, empty and full."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from doudi.common import clock
from tests.factories import accounts, awards, payments

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SIZES = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
    pytest.mark.skipif(not AXE.exists(), reason="browser assets: run `make install`"),
    pytest.mark.filterwarnings("ignore::pytest.PytestRemovedIn10Warning"),
]


@pytest.fixture
def browser() -> Iterator[object]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM))
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def look(browser, url: str, who, settings, act=None) -> None:
    client = Client()
    accounts.sign_in(client, who)
    name = settings.SESSION_COOKIE_NAME
    for size in SIZES:
        context = browser.new_context(viewport=size, locale="zh-CN")
        cookie = client.cookies[name].value
        context.add_cookies([{"name": name, "value": cookie, "url": url}])
        page = context.new_page()
        faults: list[str] = []
        page.on("console", lambda told, into=faults: into.append(told.text))
        page.on("pageerror", lambda error, into=faults: into.append(str(error)))
        page.goto(url)
        if act:
            act(page)
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
        page.evaluate(AXE.read_text())
        broken = page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
        assert broken == []
        assert [fault for fault in faults if "422" not in fault] == []
        context.close()


def test_pages_of_a_run(browser, live_server, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(clock, "now", lambda: payments.SETTLED)
    desk = payments.Desk()
    pages = f"{live_server.url}/desk/payments/"
    look(browser, pages, desk.drafter, settings)
    award = payments.payable(awards.granted()[1])
    for number in range(55):
        other = awards.more_like(award, name="阿卜杜热西提·买买提" if number % 2 else "王秀兰")
        if number % 9:
            payments.payable(other)
    run = payments.drafted(desk)
    look(browser, f"{pages}{run.key}/", desk.approver, settings)
    payments.runs.approve(run=run, by=desk.approver, at=payments.APPROVED)
    payments.bank.make_file(run=run, by=desk.drafter, at=payments.SENT)
    payments.bank.send(run=run, by=desk.drafter, at=payments.SENT)
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(payments.answer([[f"X{n}", "", "成功", "", ""] for n in range(30)]))

    def hand_in(page) -> None:
        page.set_input_files("input[type=file]", str(wrong))
        page.get_by_role("button", name="登记回盘").click()
        page.get_by_text("第 21 行：业务参考号不在这一批中。").wait_for()

    look(browser, f"{pages}{run.key}/", desk.drafter, settings, hand_in)
    look(browser, f"{pages}aside/", desk.drafter, settings)
    look(browser, pages, desk.drafter, settings)
