"""A confirmed birth, marriage or divorce: who joins the household, who leaves it, and when."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doudi.audit.models import Entry
from doudi.awards.actions import members as actions
from doudi.awards.models import Change
from doudi.awards.queries.change_pages import step_of
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.people.queries import full_number, members
from tests.factories import accounts, kin, people
from tests.factories import changes as made

pytestmark = pytest.mark.django_db
BORN = date(2026, 11, 2)
KEY = "71111111-1111-4111-8111-11111111111"


@pytest.fixture(autouse=True)
def _day(monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: beijing(made.REPORTED, 11))
    monkeypatch.setattr(clock, "today", lambda: made.REPORTED)


@pytest.fixture
def home() -> made.Family:
    return made.family()


def confirmed(home: made.Family, reason: str) -> Change:
    return made.confirmed(home, made.reported(home, reason), event_on=BORN)


def names(home: made.Family, on: date) -> list[str]:
    return [one.name for one in members(home.award.household, on)]


def taken_in(home: made.Family, change: Change, **more: object) -> None:
    given = {"name": "陈小宝", "relation": "child", "joined_on": BORN, "sex": "M", "born_on": BORN}
    actions.take_in(
        change=change, **{**given, **more}, by=home.case.leader, at=beijing(made.REPORTED, 11)
    )  # fmt: skip


def let_go(home: made.Family, change: Change, left_on: date, by: object = None) -> None:
    actions.let_go(
        change=change, person=home.husband, left_on=left_on, by=by or home.case.leader,
        at=beijing(made.REPORTED, 11),
    )  # fmt: skip


def test_a_child_is_a_member_from_its_birthday(home) -> None:
    change = confirmed(home, "birth")
    taken_in(home, change)
    for days, there in ((-1, False), (0, True), (1, True)):
        assert ("陈小宝" in names(home, BORN + timedelta(days=days))) is there
    change.refresh_from_db()
    child = next(one for one in members(home.award.household, BORN) if one.name == "陈小宝")
    assert (change.person, child.born_on, child.relation) == (child.person, BORN, "child")
    assert Entry.objects.filter(noun="change", verb="take_in").count() == 1


def test_more_people_are_computed_after_the_birth(home) -> None:
    change = confirmed(home, "birth")
    taken_in(home, change)
    found = made.assessed(home, change).assessment
    assert len(found.result["members"]) == 3


def test_who_is_known_by_the_number_is_the_same_person(home) -> None:
    bride = people.person("周小兰", born_on=date(1990, 5, 6))
    change = confirmed(home, "marriage")
    taken_in(
        home, change, name="周小兰", relation="child_in_law", sex="", born_on=None,
        number=full_number(bride),
    )  # fmt: skip
    assert bride in [one.person for one in members(home.award.household, BORN)]


@pytest.mark.parametrize(("days", "there"), [(-1, True), (0, False), (1, False)])
def test_who_leaves_is_no_member_from_that_day(home, days, there) -> None:
    let_go(home, confirmed(home, "divorce"), BORN)
    assert ("陈建国" in names(home, BORN + timedelta(days=days))) is there
    assert Entry.objects.filter(noun="change", verb="let_go").count() == 1


@pytest.mark.parametrize(("days", "refused"), [(-1, False), (0, False), (1, True)])
def test_no_day_to_come(home, days, refused) -> None:
    day = made.REPORTED + timedelta(days=days)
    birth, divorce = confirmed(home, "birth"), confirmed(home, "divorce")
    for act in (lambda: taken_in(home, birth, joined_on=day), lambda: let_go(home, divorce, day)):
        if refused:
            with pytest.raises(Refusal, match="不能晚于今天"):
                act()
        else:
            act()


def test_only_what_is_confirmed_and_changes_the_household(home) -> None:
    open_ = made.reported(home, "birth")
    with pytest.raises(Refusal, match="还没有核实"):
        taken_in(home, open_)
    with pytest.raises(Refusal, match="不在这里登记"):
        taken_in(home, confirmed(home, "income"))
    with pytest.raises(Refusal, match="不在这里登记"):
        let_go(home, confirmed(home, "birth"), BORN)


def test_nobody_writes_down_who_came_to_own_kin(home) -> None:
    change = confirmed(home, "birth")
    kin.filed(home.case.leader, beijing(made.REPORTED, 10), home.husband)
    with pytest.raises(Forbidden, match="近亲属"):
        taken_in(home, change)
    let_go(home, confirmed_by_another(home), BORN, by=accounts.officer("town_acceptor"))


def confirmed_by_another(home: made.Family) -> Change:
    change = made.reported(home, "divorce")
    Change.objects.filter(pk=change.pk).update(
        confirmed_at=beijing(made.REPORTED, 10), event_on=BORN
    )
    return change


# pages


def text(answer) -> str:
    return answer.content.decode()


def test_a_confirmed_birth_leads_to_its_form(client: Client, home) -> None:
    change = made.reported(home, "birth")
    url = f"/desk/awards/changes/{change.key}/"
    accounts.sign_in(client, home.case.leader)
    assert "登记新成员" not in text(client.get(url))
    assert client.get(f"{url}join/").status_code == 409
    client.post(f"{url}confirm/", {"_key": f"{KEY}0", "event_on": "2026-11-02"})
    page = text(client.get(url))
    assert f"{url}join/" in page
    assert f"{url}leave/" not in page
    form = text(client.get(f"{url}join/"))
    assert 'value="2026-11-02"' in form
    assert '<option value="child" selected>' in form
    short = client.post(
        f"{url}join/",
        {"_key": f"{KEY}1", "name": "陈小宝", "relation": "child", "joined_on": "2026-11-02"},
    )
    assert short.status_code == 422
    assert "没有身份证号码的，要填这一项" in text(short)
    done = client.post(
        f"{url}join/",
        {"_key": f"{KEY}2", "name": "陈小宝", "relation": "child", "joined_on": "2026-11-02",
         "sex": "M", "born_on": "2026-11-02"},
        follow=True,
    )  # fmt: skip
    assert "已登记。测算时按当月的家庭成员" in text(done)
    assert "陈小宝" in text(done)


def test_a_marriage_brings_one_and_takes_another(client: Client, home) -> None:
    change = confirmed(home, "marriage")
    url = f"/desk/awards/changes/{change.key}/"
    accounts.sign_in(client, home.case.leader)
    page = text(client.get(url))
    assert f"{url}join/" in page
    assert f"{url}leave/" in page
    data = {"_key": f"{KEY}3", "person": str(home.husband.pk), "left_on": "2026-12-01"}
    early = client.post(f"{url}leave/", data)
    assert early.status_code == 422
    assert "不能晚于今天" in text(early)
    gone = client.post(f"{url}leave/", {**data, "_key": f"{KEY}4", "left_on": "2026-11-02"})
    assert gone.status_code == 302
    assert names(home, made.REPORTED) == ["刘桂英"]


def test_elsewhere_it_is_not_there(client: Client, home) -> None:
    change = confirmed(home, "birth")
    accounts.sign_in(client, accounts.officer("town_leader", accounts.CHANGZHOU_VILLAGE))
    assert client.get(f"/desk/awards/changes/{change.key}/join/").status_code == 404


def test_the_pages_ask_as_much_for_a_large_family(client: Client, home) -> None:
    change = confirmed(home, "birth")
    accounts.sign_in(client, home.case.leader)
    urls = [f"/desk/awards/changes/{change.key}/{page}" for page in ("", "join/")]
    counts = []
    for number in range(3):
        taken_in(home, change, name=f"陈小{'宝贝龙'[number]}")
        asked = 0
        for url in urls:
            with CaptureQueriesContext(connection) as caught:
                client.get(url)
            asked += len(caught)
        counts.append(asked)
    assert counts[1] == counts[2]


def test_a_change_says_where_it_stands(client: Client, home) -> None:
    change = made.reported(home, "birth")
    assert step_of(change)[0] == "待核实"
    change = made.confirmed(home, change, event_on=BORN)
    assert step_of(change) == ("待测算", "wait")
    accounts.sign_in(client, home.case.leader)
    page = text(client.get(f"/desk/awards/changes/{change.key}/"))
    assert "待测算" in page
    assert "待核实" not in page
    award = text(client.get(f"/desk/award/{home.award.key}/"))
    assert "待测算" in award
    assert "待核实" not in award
    change = made.assessed(home, change)
    assert step_of(change) == ("待拟定", "wait")
    accounts.sign_in(client, home.case.citizen)
    own = text(client.get(f"/awards/changes/{change.key}/"))
    assert "情况已经核实，正在办理" in own
