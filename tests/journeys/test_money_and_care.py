"""Nobody is paid less for not having checked in; what the bank sends back is paid once."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.screen import Cast, Screen
from tests.journeys.steps import (
    a_run_at_the_bank,
    answer_of_the_bank,
    fen,
    fen_of,
    rows_sent,
    settle,
)
from tests.journeys.world import World, a_world, wait_for

pytestmark = pytest.mark.browser

Family = dict[str, str]
NEW_ACCOUNT = "6217990000000030001"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Its own: this story goes on into the next year, where no other may begin."""
    with a_world() as made:
        yield made


def test_what_comes_back_is_paid_once_and_a_missed_check_in_costs_nothing(cast: Cast) -> None:
    forgetful, faithful = cast.world.stage("granted"), cast.world.stage("granted")
    cast.world.move_clock("+25d")
    october = a_run_comes_back(cast, "2026-10", faithful)
    the_family_is_told(cast, faithful)
    the_account_is_corrected(cast, faithful)
    cast.world.move_clock("+31d")
    the_next_run_pays_it_once(cast, "2026-11", october, faithful)
    one_checks_in_by_a_button(cast, faithful)
    cast.world.move_clock("+61d")
    the_daily_task_opens_a_miss(cast)
    the_village_goes_there(cast, forgetful, faithful)
    january = everybody_is_paid(cast, "2027-01")  # with December's, for which no run was made
    for one in (forgetful, faithful):
        assert fen_of(january[one["name"]]) == 2 * fen_of(october[one["name"]])
    the_award_stands(cast, forgetful)


# ── a run, of which one line comes back ─────────────────────────────────────────────────────────
def a_run_comes_back(cast: Cast, month: str, family: Family) -> dict[str, str]:
    """Sums by name. A second window still shows the form and sends the same file again."""
    drafter = a_run_at_the_bank(cast, month)
    sent = rows_sent(drafter)
    other = cast.window(drafter.size)
    other.page.context.add_cookies(drafter.page.context.cookies())
    other.go(drafter.page.url).reads("登记回盘")
    answer = answer_of_the_bank(sent, "2026-10-09", failing=family["name"])
    settle(drafter, answer).reads("已结清", "已到账", "退回", "账户异常")
    before = drafter.page.get_by_role("table").inner_text()
    settle(other, answer).reads("已结清").close()
    drafter.go(drafter.page.url)
    assert drafter.page.get_by_role("table").inner_text() == before
    drafter.close()
    return {row["户名"]: row["金额（元）"] for row in sent}


def the_family_is_told(cast: Cast, family: Family) -> None:
    """The message says what to do; nothing of a sum stands on the lock screen."""
    phone = cast.citizen(family["phone"]).follow("我的消息")
    phone.reads("请核对账户", "银行没有办成，钱没有少").close()
    assert not any("元" in text for text in cast.texts_to(family["phone"]))


# ── the corrected account ───────────────────────────────────────────────────────────────────────
def the_account_is_corrected(cast: Cast, family: Family) -> None:
    """One writes it down; another, who has seen the card, confirms it."""
    town = found(cast.officer("shouli"), family["name"]).follow("收款账户")
    card = town.page.locator("section").filter(has_text="更换账户")
    town.pick("户名", family["name"], within=card).fill("开户行", "湖南农村商业银行", within=card)
    town.fill("账号", NEW_ACCOUNT, within=card).press("登记账户", within=card)
    town.reads("待另一人核对", "尾号 0001").hides("核对过存折或银行卡，使用").close()
    village = cast.officer("cunwei").follow("账户待核对").open_row(family["name"], "核对")
    village.press("核对过存折或银行卡，使用").reads("账户已核对", "使用中").close()


def found(officer: Screen, name: str) -> Screen:
    """The one case of this name, by the search field that every desk page has."""
    field = officer.page.get_by_role("searchbox", name="搜索")
    field.fill(name)
    with officer.page.expect_event("load"):
        field.press("Enter")
    return officer.examine().reads(name)


def the_next_run_pays_it_once(cast: Cast, month: str, last: dict[str, str], family: Family) -> None:
    """This month and the one that came back, to the new account, and then no more of it."""
    drafter = a_run_at_the_bank(cast, month)
    sent = rows_sent(drafter)
    own = [row for row in sent if row["户名"] == family["name"]]
    assert {row["账号"] for row in own} == {NEW_ACCOUNT}
    assert fen(own) == 2 * fen_of(last[family["name"]])
    others = [row for row in sent if row["户名"] != family["name"]]
    assert fen(others) == sum(fen_of(last[row["户名"]]) for row in others)
    settle(drafter, answer_of_the_bank(sent, "2026-11-09")).reads("已结清").close()
    phone = cast.citizen(family["phone"]).follow("我的消息").reads("银行有回音")
    phone.go("/").follow("最低生活保障 ·").reads("已到账", "尾号 0001").close()


# ── the quarter ─────────────────────────────────────────────────────────────────────────────────
def away_for_forms(asked: Any) -> None:
    if asked.request.method == "POST":
        asked.fulfill(status=503, json={"code": "ui.away", "sentence": "请过一分钟再试。"})
    else:
        asked.continue_()


def one_checks_in_by_a_button(cast: Cast, family: Family) -> None:
    phone = cast.citizen(family["phone"]).reads("本季度还没有签到").follow("去签到")
    address = phone.page.url
    phone.page.route(address, away_for_forms)
    phone.page.get_by_role("button", name="签到，我都好").click()
    wait_for(lambda: "已存在手机上" in phone.text(), "the press is kept while the server is away")
    phone.page.unroute(address)
    while cast.faults:  # the browser's own note about it
        assert "status of 503" in cast.faults.pop()
    phone.page.reload()  # what was kept is sent, and the page comes again by itself
    phone.page.get_by_text("本季度已签到").first.wait_for()
    phone.go("/").hides("本季度还没有签到").close()


def the_daily_task_opens_a_miss(cast: Cast) -> None:
    """What the worker does each morning at twenty past six."""
    task = "from doudi.awards.tasks import open_misses; assert open_misses() == 1"
    done = cast.world.doudi("shell", "--command", task)
    assert done.returncode == 0, done.stderr


def the_village_goes_there(cast: Cast, forgetful: Family, faithful: Family) -> None:
    """Who did not check in stands on the list; who did does not. A visit closes it."""
    village = cast.officer("cunwei").follow("未签到待上门")
    village.reads(forgetful["name"], "不影响待遇").hides(faithful["name"])
    village.open_row(forgetful["name"], "上门签到").reads("当面见到了谁", forgetful["name"])
    village.fill("近况", "在家，身体好，忘了签到。").press("见到了，签到")
    village.go("/desk/").follow("未签到待上门")
    village.hides(forgetful["name"]).reads("没有要补访的家庭").close()


def everybody_is_paid(cast: Cast, month: str) -> dict[str, str]:
    drafter = a_run_at_the_bank(cast, month)
    sent = rows_sent(drafter)
    drafter.close()
    return {row["户名"]: row["金额（元）"] for row in sent}


def the_award_stands(cast: Cast, family: Family) -> None:
    town = found(cast.officer("shouli"), family["name"]).reads("在享", "签到和核查是否按时，不影响")
    town.close()
