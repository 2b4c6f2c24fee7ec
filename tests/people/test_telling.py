"""No phone is required of anyone: who can be reached how, and what is done where nobody can."""

from datetime import date, timedelta

import pytest

from doudi.audit.models import Entry
from doudi.common.actors import Citizen, System
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.journal.models import Entry as Noted
from doudi.messaging import rules as messages
from doudi.messaging.actions import GIVE_UP_AFTER, Undelivered, deliver, give_up
from doudi.messaging.models import Message
from doudi.messaging.queries import text_of
from doudi.people import tasks
from doudi.people.actions import contacts, excuses, representations, telling, wishes
from doudi.people.models import ContactWish, InPersonTask, Login
from tests.factories import accounts
from tests.factories.people import SETUP, household, person

pytestmark = pytest.mark.django_db
NEWS = messages.register(
    "tests.telling", "有结果了", "您家的{programme}，{place}已有结果。", ("programme", "place"),
    short="您家办的事有结果了。",
)  # fmt: skip
LINK = messages.register("tests.link", "请签名", "请打开{link}。", ("link",), secrets=("link",))
VALUES = {"programme": "最低生活保障", "place": "长春镇"}


@pytest.fixture
def family():
    wife, husband = person(), person("陈建国", born_on=date(1971, 5, 1), sex="M")
    return household((wife, "self"), (husband, "spouse")), wife, husband


def tell(home, someone, at, template=NEWS, values=None, once="t:1", **more):
    telling.tell(
        household=home, person=someone, template=template, values=values or VALUES,
        noun="application", key="k", once=once, by=SETUP, at=at, **more,
    )  # fmt: skip


def signed_in(someone, phone="13912340001") -> Citizen:
    citizen = accounts.citizen(1, phone=phone)
    since = beijing(accounts.ON)
    Login.objects.create(user_id=citizen.user_id, person=someone, linked_at=since)
    return citizen


def texts():
    return sorted(text_of(one) for one in Message.objects.filter(address_kind="phone"))


def test_without_any_phone_somebody_goes(family, at, on):
    home, wife, _ = family
    tell(home, wife, at)
    tell(home, wife, at)
    task = InPersonTask.objects.get()
    assert (task.person, task.place, task.due_on) == (wife, home.place, date(2026, 9, 17))
    assert not Message.objects.exists()


def test_with_the_family_at_the_counter_nobody_goes_again(family, at):
    tell(family[0], family[1], at, present=True)
    assert not InPersonTask.objects.exists()


def test_a_sign_in_reads_it_whole_and_its_phone_gets_the_short_text(family, at):
    home, wife, _ = family
    citizen = signed_in(wife)
    tell(home, wife, at)
    assert texts() == ["您家办的事有结果了。"]
    inbox = Message.objects.get(user_id=citizen.user_id)
    assert inbox.values == VALUES
    assert not InPersonTask.objects.exists()


def test_a_recorded_number_gets_a_text_without_a_sign_in(family, at):
    home, wife, _ = family
    contacts.record_phone(
        household=home, person=wife, phone="13812345678", by=accounts.officer("village_intake"),
        at=at,
    )  # fmt: skip
    tell(home, wife, at)
    assert texts() == ["您家办的事有结果了。"]
    assert not InPersonTask.objects.exists()


def wish(someone, at, **more):
    return wishes.write_wish(person=someone, by=SETUP, at=at, **({"way": "message"} | more))


@pytest.mark.parametrize(
    "more",
    [{"way": "call"}, {"way": "in_person"}, {"way": "mail"}, {"needs": ["blind"]},
     {"needs": ["cannot_read"]}],
)  # fmt: skip
def test_who_wants_or_needs_a_voice_gets_no_text(family, at, more):
    home, wife, _ = family
    signed_in(wife)
    wish(wife, at, **more)
    tell(home, wife, at)
    assert texts() == []
    assert InPersonTask.objects.count() == 1


def test_deaf_people_read_and_a_shared_phone_shows_nothing(family, at):
    home, wife, _ = family
    citizen = signed_in(wife)
    wish(wife, at, needs=["deaf", "shared_phone"])
    tell(home, wife, at)
    (text,) = texts()
    assert "新消息" in text
    assert "结果" not in text
    inbox = Message.objects.get(user_id=citizen.user_id)
    assert (inbox.template, inbox.values) == ("people.new_message", {})


def test_a_helper_hears_it_or_somebody_goes(family, at):
    home, wife, _ = family
    daughter = person("陈女", born_on=date(1999, 1, 1))
    wish(wife, at, way="helper", helper=daughter)
    tell(home, wife, at)
    assert InPersonTask.objects.count() == 1
    citizen = signed_in(daughter)
    tell(home, wife, at, once="t:2")
    assert Message.objects.filter(user_id=citizen.user_id).count() == 1
    assert InPersonTask.objects.count() == 1


def test_a_guardian_hears_what_the_child_hears(at, on):
    child, aunt = person("陈小", born_on=date(2016, 1, 1)), person("陈姑")
    home = household((child, "self"))
    representations.represent(
        person=child, kind="guardian", by_person=aunt, ground="户口簿", valid_from=on,
        by=accounts.officer("town_acceptor"), at=at,
    )  # fmt: skip
    citizen = signed_in(aunt)
    tell(home, child, at)
    assert Message.objects.filter(user_id=citizen.user_id).exists()


def test_who_is_kept_from_the_case_is_told_nothing(family, at):
    home, wife, husband = family
    his = signed_in(husband, "13912340002")
    excuses.excuse(
        household=home, person=husband, ground="violence", reason="告诫书",
        by=accounts.officer("town_leader"), at=at,
    )  # fmt: skip
    tell(home, wife, at, also_users=[his.user_id])
    assert not Message.objects.exists()
    assert InPersonTask.objects.get().person == wife
    tell(home, husband, at, once="t:2")
    assert not Message.objects.exists()
    assert {task.person for task in InPersonTask.objects.all()} == {wife}


def test_of_the_dead_another_adult_is_told(family, at, on):
    home, wife, husband = family
    wife.died_on = on - timedelta(days=2)
    wife.save()
    tell(home, wife, at)
    assert InPersonTask.objects.get().person == husband


def test_a_link_is_not_kept_in_a_task(family, at):
    tell(family[0], family[1], at, LINK, {"link": "/s/secret-token"})
    assert "secret" not in str(InPersonTask.objects.get().values)


def test_a_text_that_failed_is_said_by_somebody(family, at, settings):
    home, wife, _ = family
    signed_in(wife)
    wish(wife, at, needs=["shared_phone"])
    tell(home, wife, at)
    message = Message.objects.get(address_kind="phone")
    settings.DOUDI_SMS_GATEWAY = "http://127.0.0.1:9/nobody"
    with pytest.raises(Undelivered):
        deliver(message_id=message.pk, by=System("tests"), at=at)
    give_up(message_id=message.pk, by=System("tests"), at=at + GIVE_UP_AFTER)
    for entry in Noted.objects.filter(noun="message", verb="failed"):
        tasks.handle(entry)
        tasks.handle(entry)
    task = InPersonTask.objects.get()
    assert (task.template, task.values) == ("tests.telling", VALUES)


def record(at, outcome="told", by=None, told_to="本人", **more):
    values = {"told_on": at.date(), "note": ""} | more
    telling.record_told(
        tasks=list(InPersonTask.objects.filter(done_at__isnull=True)), outcome=outcome,
        told_to=told_to, by=by or accounts.officer("village_intake"), at=at, **values,
    )  # fmt: skip


def test_what_was_told_to_whom_is_written_down(family, at):
    tell(family[0], family[1], at)
    tell(family[0], family[1], at, once="t:2")
    record(at)
    rows = list(InPersonTask.objects.all())
    assert {(row.outcome, row.told_to, row.done_at) for row in rows} == {("told", "本人", at)}
    entry = Entry.objects.get(verb="tell", noun="household")
    assert len(entry.detail["tasks"]) == 2


def test_a_note_at_the_door_keeps_the_task_open_with_a_new_day(family, at):
    tell(family[0], family[1], at)
    later = at + timedelta(days=2)
    record(later, "left_note", told_to="")
    task = InPersonTask.objects.get()
    assert task.done_at is None
    assert task.due_on == date(2026, 9, 20)  # a Sunday worked for the holiday


def test_who_told_when_and_whom_is_checked(family, at):
    tell(family[0], family[1], at)
    with pytest.raises(Refusal, match="日期"):
        record(at, told_on=at.date() + timedelta(days=1))
    with pytest.raises(Refusal, match="告诉了谁"):
        record(at, told_to="")
    for stranger in (accounts.officer("village_intake", "430902102001"),
                     accounts.officer("auditor", "430902")):  # fmt: skip
        with pytest.raises(Forbidden):
            record(at, by=stranger)


@pytest.mark.parametrize("duty", ["village_intake", "grid_worker", "coordinator", "town_acceptor"])
def test_the_tray_and_its_page(client, family, at, duty, monkeypatch):
    monkeypatch.setattr("doudi.common.clock.now", lambda: at)
    tell(family[0], family[1], at)
    tell(family[0], family[1], at, once="t:2")
    wish(family[1], at, way="call", hours="晚上七点以后")
    accounts.sign_in(client, accounts.officer(duty))
    listed = client.get("/desk/people/telling/").content.decode()
    assert "有结果了" in listed
    assert "晚上七点以后" in listed
    assert "刘桂英" not in listed
    ids = list(InPersonTask.objects.values_list("pk", flat=True))
    url = f"/desk/people/telling/{ids[0]}/"
    assert "最低生活保障" in client.get(url).content.decode()
    data = {"tasks": ids, "outcome": "phoned", "told_on": at.date().isoformat(), "told_to": "本人"}
    assert client.post(url, data).status_code == 302
    assert "没有要当面告知的事" in client.get("/desk/people/telling/").content.decode()
    assert "已经告知" in client.get(url).content.decode()


def test_a_family_says_itself_how_it_wants_to_be_told(client, family, at):
    home, wife, husband = family
    accounts.sign_in(client, signed_in(wife))
    data = {"person": wife.pk, "way": "helper", "helper": husband.pk, "needs": ["deaf"],
            "hours": "早上"}  # fmt: skip
    answer = client.post("/contact/", data)
    assert answer.status_code == 302, answer.content.decode()
    kept = ContactWish.objects.get()
    assert (kept.way, kept.helper, kept.needs) == ("helper", husband, ["deaf"])
    assert kept.recorded_by is None
    assert "早上" in client.get("/contact/").content.decode()
    refused = client.post("/contact/", {"person": wife.pk, "way": "helper"})
    assert "帮办人" in refused.content.decode()


def test_nobody_speaks_for_a_stranger(client, family, at):
    home, wife, husband = family
    citizen = signed_in(wife)
    with pytest.raises(Hidden):
        wishes.record_wish(household=home, person=husband, way="call", by=citizen, at=at)
    accounts.sign_in(client, citizen)
    answer = client.post("/contact/", {"person": husband.pk, "way": "call"})
    assert answer.status_code == 200
    assert not ContactWish.objects.exists()


def test_an_officer_writes_a_wish_down(client, family):
    home, wife, _ = family
    accounts.sign_in(client, accounts.officer("grid_worker"))
    url = f"/desk/people/{home.key}/wishes/"
    data = {"person": wife.pk, "way": "in_person", "language": "侗语"}
    assert client.post(url, data).status_code == 302
    assert "侗语" in client.get(url).content.decode()
    accounts.sign_in(client, accounts.officer("grid_worker", "430902102001"))
    assert client.get(url).status_code == 403
