"""打卡签到: in every way it can be done, and what follows when it is not."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from doudi.audit.models import Entry
from doudi.awards.actions import checkins
from doudi.awards.models import Award, CheckIn, MissedCheckIn
from doudi.awards.queries import checkins as queries
from doudi.awards.states import CheckInWay, State
from doudi.awards.tasks import handle, look_after
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.common.refusals import Hidden, Refusal
from doudi.journal.models import Entry as JournalEntry
from doudi.messaging.models import Message
from doudi.people.models import Representation
from doudi.people.queries import members
from tests.factories import accounts, awards, care, people
from tests.factories.pictures import jpeg

pytestmark = pytest.mark.django_db
Q4 = date(2026, 10, 1)
IN_Q4 = beijing(date(2026, 11, 5), 10)
Q1 = date(2027, 1, 1)
AFTER = beijing(date(2027, 1, 4), 9)


@pytest.fixture
def award(db) -> Award:
    return awards.granted()[1]


def husband_of(award: Award):
    return award.beneficiaries.exclude(person=award.holder).get().person


def by_phone(award, who, *, person=None, pressed=IN_Q4, at=IN_Q4, one=None, photo=b""):
    return checkins.check_in(
        award=award, check_in=one or uuid4(), person=person or award.holder,
        recorded_at=pressed, by=who, at=at, photo=photo,
    )  # fmt: skip


# --- by oneself --------------------------------------------------------------------------------


def test_one_press_on_the_phone_counts_for_the_quarter(award):
    made = by_phone(award, care.login(award))
    assert (made.way, made.quarter, made.seen_on) == (CheckInWay.SELF, Q4, IN_Q4.date())
    assert (made.by_post, made.through) == (None, None)
    assert queries.quarter(award, IN_Q4.date()).done == made
    assert not queries.to_remind(date(2026, 12, 20))


def test_any_adult_beneficiary_will_do(award):
    husband = husband_of(award)
    made = by_phone(award, care.login(award, husband), person=husband)
    assert made.person == husband
    assert queries.missed_in(Q1) == []


def test_a_repeated_delivery_is_the_same_one(award):
    who, one = care.login(award), uuid4()
    first = by_phone(award, who, one=one)
    again = by_phone(award, who, one=one, at=IN_Q4 + timedelta(hours=1))
    other = by_phone(award, who, at=IN_Q4 + timedelta(hours=2))
    assert first == again == other
    assert Entry.objects.filter(noun="award", verb="check_in").count() == 1


def test_a_press_without_network_counts_for_the_day_it_was_made(award):
    pressed = beijing(date(2026, 12, 31), 20)
    made = by_phone(award, care.login(award), pressed=pressed, at=AFTER)
    assert (made.quarter, made.seen_on) == (Q4, date(2026, 12, 31))
    assert (made.recorded_at, made.received_at) == (pressed, AFTER)


@pytest.mark.parametrize("pressed", [date(2019, 1, 1), date(2031, 1, 1)])
def test_a_clock_that_is_far_off_counts_for_today(award, pressed):
    made = by_phone(award, care.login(award), pressed=beijing(pressed))
    assert (made.quarter, made.seen_on) == (Q4, IN_Q4.date())


def test_a_stranger_learns_nothing(award):
    for who in (care.login(award, people.person("赵敏")), accounts.citizen(1), accounts.citizen()):
        with pytest.raises(Hidden):
            by_phone(award, who)


def test_a_photograph_is_kept_when_there_is_one(award):
    assert by_phone(award, care.login(award), photo=jpeg()).photo.owner_noun == "check_in"


def test_nobody_is_checked_in_after_death(award):
    award.holder.died_on = date(2026, 10, 20)
    award.holder.save()
    assert [p.pk for p in queries.seen_people(award, IN_Q4.date())] == [husband_of(award).pk]
    with pytest.raises(Hidden):
        by_phone(award, care.login(award))


# --- through another ---------------------------------------------------------------------------


def test_a_guardian_speaks_for_the_ward(award):
    guardian = people.person("陈志强", born_on=date(1980, 1, 1))
    Representation.objects.create(
        person=award.holder, kind="guardian", by_person=guardian, ground="法定监护",
        valid_from=date(2026, 9, 1), known_at=beijing(date(2026, 9, 1)),
    )  # fmt: skip
    made = by_phone(award, care.login(award, guardian))
    assert (made.way, made.through) == (CheckInWay.GUARDIAN, guardian)
    assert made.person == award.holder


def test_who_lives_there_helps_the_holder_only(award):
    son = people.person("陈小明", born_on=date(2009, 1, 1), sex="M")
    from doudi.people.actions.households import declare_member

    declare_member(
        household=award.household, person=son, relation="child", by=people.SETUP, at=IN_Q4
    )
    assert son.pk in {m.person.pk for m in members(award.household, IN_Q4.date())}
    who = care.login(award, son)
    assert [c.person for c in queries.choices(who, award, IN_Q4.date())] == [award.holder]
    made = by_phone(award, who)
    assert (made.way, made.through) == (CheckInWay.HELPER, son)


# --- in a group, at home, by proof -------------------------------------------------------------


def test_one_officer_confirms_many_at_the_community(award):
    more = [awards.more_like(award) for _ in range(3)]
    village = accounts.officer("village_intake")
    seen = [(one, one.holder) for one in (award, *more)]
    by = {"seen_on": IN_Q4.date(), "where": "村委会大厅", "by": village, "at": IN_Q4}
    assert checkins.check_in_group(seen=seen, **by) == 4
    assert checkins.check_in_group(seen=seen, **by) == 0
    made = CheckIn.objects.get(award=award)
    assert (made.way, made.note, made.by_post_id) == ("group", "村委会大厅", village.post_id)


def test_a_group_is_bounded_dated_and_somewhere(award):
    village = accounts.officer("village_intake")
    good = {"seen": [(award, award.holder)], "seen_on": IN_Q4.date(), "where": "村委会大厅"}
    faults = [
        ({"seen": []}, "勾选"),
        ({"seen": [(award, award.holder)] * 51}, "最多"),
        ({"where": " "}, "哪里"),
        ({"seen_on": IN_Q4.date() + timedelta(days=1)}, "不能晚于今天"),
        ({"seen_on": date(2026, 6, 30)}, "上一季度"),
        ({"seen": [(award, people.person("赵敏"))]}, "持证人"),
    ]
    for fault, words in faults:
        with pytest.raises(Refusal, match=words):
            checkins.check_in_group(**{**good, **fault}, by=village, at=IN_Q4)
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("duty", ["grid_worker", "village_intake", "coordinator", "social_worker"])
def test_an_officer_at_the_door(award, duty):
    made = checkins.check_in_at_home(
        award=award, check_in=uuid4(), person=award.holder, note="在院子里晒谷", recorded_at=IN_Q4,
        by=accounts.officer(duty), at=IN_Q4,
    )  # fmt: skip
    assert (made.way, made.note) == (CheckInWay.HOME, "在院子里晒谷")


def test_an_officer_of_elsewhere_learns_nothing(award):
    for who in (accounts.officer("grid_worker", accounts.CHANGZHOU_VILLAGE),
                accounts.officer("finance_drafter")):  # fmt: skip
        with pytest.raises(Hidden):
            checkins.check_in_at_home(
                award=award,
                check_in=uuid4(),
                person=award.holder,
                recorded_at=IN_Q4,
                by=who,
                at=IN_Q4,
            )


def picked(noun: str, key: object, verb: str, at=IN_Q4) -> None:
    handle(JournalEntry(noun=noun, key=str(key), verb=verb, at=at))


def test_a_visit_that_met_the_person_is_proof(award):
    visit = care.visited(award, IN_Q4.date(), purpose="application")
    picked("visit", visit.pk, "finished")
    picked("visit", visit.pk, "finished")
    made = CheckIn.objects.get(award=award)
    assert (made.way, made.person, made.seen_on) == ("proof", award.holder, IN_Q4.date())
    assert made.by_post_id == visit.recorded_by_id


def test_a_visit_that_met_nobody_of_the_award_proves_nothing(award):
    picked("visit", care.visited(award, IN_Q4.date(), met="邻居").pk, "finished")
    assert not CheckIn.objects.exists()


# --- nobody was seen ---------------------------------------------------------------------------


def missed(award: Award, at=AFTER) -> MissedCheckIn:
    return checkins.open_miss(award=award, quarter=Q4, by=care.TASK, at=at)


def test_a_quarter_without_a_sign_sends_somebody(award):
    assert queries.missed_in(Q1) == [(award, Q4)]
    made = missed(award)
    assert made.due_on == date(2027, 1, 18), "ten working days"
    assert missed(award) == made
    assert queries.missed_in(Q1) == []
    for duty in ("village_intake", "town_acceptor", "grid_worker"):
        assert list(queries.misses_for(accounts.officer(duty), Q1)) == [made]


def test_whoever_was_seen_is_not_missed(award):
    care.seen(award, Q4)
    assert queries.missed_in(Q1) == []
    assert missed(award) is None


def test_the_quarter_in_which_aid_began_is_not_asked_for(award):
    late = awards.more_like(award, valid_from=date(2026, 11, 1))
    assert late not in [one for one, _ in queries.missed_in(Q1)]


def test_a_late_check_in_closes_the_miss(award):
    made = missed(award)
    by_phone(award, care.login(award), pressed=AFTER, at=AFTER)
    made.refresh_from_db()
    assert made.closed_at == AFTER
    assert made.note == "本人手机签到"


def test_a_visit_closes_the_miss(award):
    made = missed(award)
    visit = care.visited(award, date(2027, 1, 8), purpose="check_in")
    picked("visit_plan", visit.plan_id, "planned", AFTER)
    made.refresh_from_db()
    assert made.plan == visit.plan
    picked("visit", visit.pk, "finished", beijing(date(2027, 1, 8), 16))
    made.refresh_from_db()
    assert made.closed_at is not None
    assert made.closed_by_id == visit.recorded_by_id


def test_an_officer_says_what_became_of_it(award):
    made = missed(award)
    village = accounts.officer("village_intake")
    with pytest.raises(Refusal, match="情况"):
        checkins.close_miss(missed=made, note=" ", by=village, at=AFTER)
    closed = checkins.close_miss(missed=made, note="在县医院住院，已电话联系", by=village, at=AFTER)
    assert closed.closed_by_id == village.post_id
    with pytest.raises(Refusal, match="已经了结"):
        checkins.close_miss(missed=made, note="再写一次", by=village, at=AFTER)


def test_the_reminder_comes_once_and_says_nothing_of_aid(award):
    early, near = date(2026, 12, 10), date(2026, 12, 11)
    assert queries.to_remind(early) == []
    assert queries.to_remind(near) == [(award, date(2026, 12, 31))]
    for day in (near, near + timedelta(days=1)):
        checkins.remind(award=award, until=date(2026, 12, 31), by=care.TASK, at=beijing(day))
    told = Message.objects.filter(template="awards.check_in_due", address_kind="user")
    assert told.count() == 1
    assert told.get().values == {"day": "2026 年 12 月 31 日"}


def test_an_ended_award_owes_nothing(award):
    award.state, award.valid_until = State.ENDED, date(2026, 12, 1)
    award.save()
    assert queries.missed_in(Q1) == []
    with pytest.raises(Refusal, match="已经终止"):
        by_phone(award, care.login(award))


def test_other_news_is_not_for_us():
    look_after(JournalEntry(noun="letter", key="1", verb="served", at=AFTER))


# --- pages -------------------------------------------------------------------------------------


@pytest.fixture
def november(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: IN_Q4)


def test_the_family_presses_one_button(client: Client, award, november):
    accounts.sign_in(client, care.login(award))
    address = f"/awards/{award.key}/check-in/"
    page = client.get(address).content.decode()
    assert "签到，我都好" in page
    assert "救助金照发" in page
    data = {"person": award.holder_id, "check_in": str(uuid4()), "recorded_at": "?"}
    assert client.post(address, data).status_code == 302
    assert "本季度已签到" in client.get(address).content.decode()


def test_a_delivery_is_answered_with_data(client: Client, award, november):
    accounts.sign_in(client, care.login(award))
    address, sent = f"/awards/{award.key}/check-in/", {"X-Deliver": "1"}
    data = {
        "person": award.holder_id, "check_in": str(uuid4()),
        "recorded_at": "2026-10-31T08:00:00.000Z",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(address, data, headers=sent).json() == {"done": True}
    assert CheckIn.objects.get().seen_on == date(2026, 10, 31)
    wrong = client.post(address, {"person": ""}, headers=sent)
    assert (wrong.status_code, "再点一次" in wrong.json()["sentence"]) == (409, True)


def test_the_page_of_another_family_is_not_there(client: Client, award, november):
    accounts.sign_in(client, care.login(award, people.person("赵敏")))
    assert client.get(f"/awards/{award.key}/check-in/").status_code == 404
    accounts.sign_in(client, accounts.citizen(0))
    assert client.get(f"/awards/{award.key}/check-in/").status_code == 403


def test_the_village_ticks_who_came(client: Client, award, november):
    more = awards.more_like(award)
    accounts.sign_in(client, accounts.officer("village_intake"))
    page = client.get("/desk/awards/check-ins/").content.decode()
    assert "刘桂英" in page
    assert "王秀兰" in page
    data = {
        "seen": [award.pk, more.pk], "seen_on": "2026-11-05", "where": "村委会大厅",
        f"person-{award.pk}": husband_of(award).pk,
    }  # fmt: skip
    assert client.post("/desk/awards/check-ins/group/", {**data, "where": ""}).status_code == 422
    assert client.post("/desk/awards/check-ins/group/", data).status_code == 302
    assert CheckIn.objects.get(award=award).person == husband_of(award)
    done = client.get("/desk/awards/check-ins/?state=done").content.decode()
    assert "集中签到" in done
    assert "这个季度都签到了" in client.get("/desk/awards/check-ins/").content.decode()


def test_at_the_door_on_the_phone(client: Client, award, november):
    accounts.sign_in(client, accounts.officer("grid_worker"))
    assert "还有 1 户没有签到" in client.get("/desk/awards/check-ins/field/").content.decode()
    address = f"/desk/awards/check-ins/field/{award.key}/"
    assert "当面见到了谁" in client.get(address).content.decode()
    assert client.post(address, {"note": "?"}).status_code == 422
    data = {"person": award.holder_id, "check_in": str(uuid4()), "note": "身体好"}
    assert client.post(address, data).status_code == 302
    assert CheckIn.objects.get().way == CheckInWay.HOME


def test_the_missed_are_listed_and_closed(client: Client, award, monkeypatch):
    made = missed(award)
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    accounts.sign_in(client, accounts.officer("town_acceptor"))
    page = client.get("/desk/awards/check-ins/missed/").content.decode()
    assert "安排入户" in page
    address = f"/desk/awards/check-ins/missed/{made.pk}/close/"
    assert client.post(address, {"note": ""}).status_code == 422
    assert client.post(address, {"note": "已电话联系"}).status_code == 302
    assert "没有要补访的家庭" in client.get("/desk/awards/check-ins/missed/").content.decode()
