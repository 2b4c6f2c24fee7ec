"""Against a decision: a refusal that is looked at again by somebody else. Every step is on its
real page; the past of the family is staged."""

import pytest

from tests.journeys.screen import Cast, Screen
from tests.journeys.steps import (
    Family,
    the_district_grants,
    the_leader_recommends,
    the_letter_is_read,
    the_sheet_hangs_and_comes_down,
)
from tests.journeys.world import connect, wait_for

pytestmark = pytest.mark.browser


# ── refusal → review → granted ──────────────────────────────────────────────────────────────────
def test_a_refusal_is_reviewed_and_the_family_granted(cast: Cast) -> None:
    family = cast.world.stage("refused")
    phone = the_family_reads_its_letter(cast, family)
    the_family_asks_for_a_review(phone)
    number = newest_letter(cast, family)[1]
    who_decided_does_not_review(cast, number)
    another_annuls(cast, number)
    phone.go("/").follow("最低生活保障 ·").hides("没有批准")
    the_pension_is_asked_for_once_more(cast, family)
    the_leader_recommends(cast, family)
    the_sheet_hangs_and_comes_down(cast, family)
    the_district_grants(cast, family)
    the_letter_is_read(cast, family, "已经批准")


def the_family_reads_its_letter(cast: Cast, family: Family) -> Screen:
    """The phone is known from the visit; the printed code opens the letter."""
    phone = cast.citizen(family["phone"])
    wait_for(lambda: family["name"] in phone.go("/").text(), "the phone is the family's own")
    phone.reads("已经作出决定").go(f"/decisions/letters/{newest_letter(cast, family)[0]}/")
    return phone.reads("您家现在不符合条件", family["name"], "不同意，可以这样做", "行政复议")


def newest_letter(cast: Cast, family: Family) -> tuple[str, str]:
    """What the square code of the printed letter holds, and the number of its decision."""
    with connect(cast.world.database) as connection:
        row = connection.execute(
            "SELECT l.code, d.number FROM decisions_letter l JOIN decisions_decision d ON d.id = "
            "l.decision_id JOIN people_household h ON h.id = d.household_id WHERE h.key = %s "
            "ORDER BY l.id DESC",
            [family["household"]],
        ).fetchone()
    assert row
    return str(row[0]), str(row[1])


def the_family_asks_for_a_review(phone: Screen) -> None:
    phone.follow("要求复核").reads("请另一个人再看一遍")
    phone.fill("您觉得哪里不对", "那笔养老金是别人的，我每月只有一百多块。").press("要求复核")
    phone.reads("已经收到，最晚").hides("要求复核")


def who_decided_does_not_review(cast: Cast, number: str) -> None:
    decider = cast.officer("queren").follow("复核申请").open_row(number)
    decider.reads("那笔养老金是别人的", "您办理过这个案子")
    assert decider.page.get_by_role("button", name="答复", exact=True).is_disabled()
    decider.close()


def another_annuls(cast: Cast, number: str) -> None:
    other = cast.officer("queren2").follow("复核申请").open_row(number)
    other.tick("撤销，重新办理").fill("理由", "养老金登记在同名的人名下，应当重新核对。")
    other.press("答复").reads("撤销", "养老金登记在同名的人名下").close()


def the_pension_is_asked_for_once_more(cast: Cast, family: Family) -> None:
    """One source of the new check is asked; what the others said stays."""
    leader = cast.officer("shenhe").follow("拟定意见").open_row(family["name"]).follow("打开全案")
    leader.press("再次核对").reads("未查询").close()
    desk = cast.officer("hedui").open_row("经济状况核对").open_row(family["name"])
    desk.follow("人社", within=desk.row("人社")).tick("已回复").fill("数据截至", "2026-09-14")
    desk.fill("近 12 个月职工养老金", "0").fill("近 12 个月城乡居民基础养老金", "1476")
    desk.fill("近 12 个月失业保险金", "0").press("保存")
    desk.press("出具报告").close()
