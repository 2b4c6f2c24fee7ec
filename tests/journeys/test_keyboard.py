"""The desk's main act by somebody who has no mouse: tray, case, opinion, decision."""

import re

import pytest

from tests.journeys.screen import DESK, Cast, Screen

pytestmark = pytest.mark.browser


class Keys:
    """Tab, Shift and Tab, arrows, Space, Enter, and the keys that the desk's page explains."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.page = screen, screen.page

    def press(self, *keys: str) -> "Keys":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def reach(self, role: str, name: str) -> "Keys":
        """Tab until this one has the focus, which can be seen."""
        # a tray says its count after its name, a field that it may stay empty
        counted = re.compile(rf"^{name}\s*(\d+|（选填）)?$")
        wanted = self.page.get_by_role(role, name=counted).first.element_handle()
        for _ in range(150):
            if wanted.evaluate("one => one === document.activeElement"):
                shown = wanted.evaluate("one => getComputedStyle(one).outlineStyle")
                shadow = wanted.evaluate("one => getComputedStyle(one).boxShadow")
                assert (shown, shadow) != ("none", "none"), f"the focus on {name} cannot be seen"
                return self
            self.press("Tab")
        raise AssertionError(f"{name} is not reached by Tab on {self.page.url}")

    def type(self, words: str) -> "Keys":
        self.page.keyboard.insert_text(words)
        return self

    def leads_on(self, key: str = "Enter") -> "Keys":
        """A key that opens another page."""
        with self.page.expect_event("load"):
            self.page.keyboard.press(key)
        self.screen.examine()
        return self

    def row_of(self, name: str) -> "Keys":
        """`j` until the row of this person has the focus."""
        for _ in range(100):
            self.press("j")
            row = "document.activeElement.closest('tr')?.innerText || ''"
            if name in self.page.evaluate(row):
                return self
        raise AssertionError(f"{name} is not reached by j on {self.page.url}")


def test_the_desk_works_without_a_mouse(cast: Cast) -> None:
    the_leader_gives_an_opinion(cast, cast.world.stage("checked")["name"])
    family = cast.world.stage("to_propose")["name"]
    two_persons_decide(cast, family)


def the_leader_gives_an_opinion(cast: Cast, name: str) -> None:
    leader = cast.officer("shenhe", DESK)
    keys = Keys(leader).reach("link", "拟定意见").leads_on()
    keys.row_of(name).leads_on()
    keys.reach("button", "按现有核实结果测算").leads_on()
    leader.reads("每月低保金", "符合")
    keys.reach("radio", "建议纳入").press("Space")
    keys.reach("textbox", "理由").type("家庭人均收入低于标准，财产符合规定。")
    keys.reach("button", "提出意见").leads_on()
    leader.reads("建议纳入").close()


def two_persons_decide(cast: Cast, name: str) -> None:
    reviewer = cast.officer("fuhe", DESK)
    keys = Keys(reviewer).reach("link", "待复核").leads_on()
    keys.row_of(name).leads_on()
    keys.reach("radio", "纳入").press("Space")
    keys.reach("textbox", "理由").type("同意乡镇（街道）审核意见。")
    keys.reach("button", "提出决定").leads_on()
    reviewer.reads("已拟定，待确认").close()
    decider = cast.officer("queren", DESK)
    keys = Keys(decider).press("/").type(name).leads_on()
    decider.reads(name)
    keys.reach("link", "办理").leads_on()
    keys.reach("button", "确认决定").leads_on()
    decider.reads("纳入，自 20", "待送达").close()
