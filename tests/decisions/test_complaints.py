"""投诉举报: who may speak, who answers, who sees the name."""

from datetime import date

import pytest

from doudi.audit.models import Entry
from doudi.common.clock import beijing
from doudi.common.refusals import Hidden, Refusal, refusal_of
from doudi.decisions import actions, guards
from doudi.decisions.models import Complaint
from doudi.decisions.queries import voices as queries
from doudi.decisions.queries.county import grounds
from doudi.messaging.models import Message
from tests.factories import accounts, decisions, voices

pytestmark = pytest.mark.django_db
ANSWERED = date(2026, 9, 20)


def code_of(check, *given, **named) -> str:
    refusal = refusal_of(check, *given, **named)
    return refusal.code if refusal else ""


def test_it_gets_a_number_a_term_and_a_sealed_name():
    first = voices.complaint()
    second = voices.complaint(name="周建新", contact="13912345678")
    assert (first.number, second.number) == ("TS430902-260914-00001", "TS430902-260914-00002")
    assert first.due_on == date(2026, 10, 10)  # 15 working days: two rest days are worked
    assert "周建新".encode() not in bytes(second.name_sealed)
    written = str(list(Entry.objects.values("detail", "reason")))
    assert "小车" not in written
    assert "周建新" not in written


def test_who_receives():
    place = accounts.VILLAGE
    check = guards.check_can_receive
    for duty in ("hotline", "village_intake", "town_acceptor", "county_reviewer"):
        assert code_of(check, accounts.officer(duty), place, ANSWERED, text="有车") == ""
    other = accounts.officer("town_acceptor", "430902005001")
    assert code_of(check, other, place, ANSWERED, text="有车") == "complaint.duty"
    assert code_of(check, voices.FORM, place, ANSWERED, text=" ") == "complaint.text"


def test_town_and_village_see_nothing_of_it_and_no_name():
    hotline, other = accounts.officer("hotline"), accounts.officer("hotline")
    one = voices.complaint(by=hotline, name="周建新", contact="13912345678")
    check, on = guards.check_can_read_name, ANSWERED
    for duty in ("county_reviewer", "auditor"):
        assert code_of(check, accounts.officer(duty), one, on) == ""
    assert code_of(check, hotline, one, on) == ""
    assert code_of(check, accounts.officer("county_leader"), one, on) == "complaint.name"
    for by in (other, accounts.officer("town_leader"), accounts.officer("village_intake")):
        with pytest.raises(Hidden):
            check(by, one, on)
        assert one not in queries.complaints(by, on)
    told = actions.open_name(complaint=one, by=hotline, at=beijing(on))
    assert (told.name, told.contact) == ("周建新", "13912345678")
    assert Entry.objects.filter(verb="read_name", noun="complaint").count() == 1


def test_a_town_that_wrote_it_down_does_not_read_the_name_again():
    town = accounts.officer("town_acceptor")
    one = voices.complaint(by=town, name="周建新")
    assert code_of(guards.check_can_read_name, town, one, ANSWERED) == "complaint.name"


def test_the_county_answers_but_never_the_one_it_is_about():
    one, by = voices.complaint(name="周建新"), voices.county()
    check, on = guards.check_can_answer_complaint, ANSWERED
    assert code_of(check, accounts.officer("town_leader"), one, on) == "decisions.duty"
    assert code_of(check, by, one, on, answer=" ") == "complaint.answer"
    assert code_of(check, by, one, on, answer="查过") == "complaint.told_on"
    early = date(2026, 9, 1)
    assert code_of(check, by, one, on, answer="查过", told_on=early) == "complaint.told_day"
    assert code_of(check, by, one, on, answer="查过", told_on=on) == ""
    another = voices.county("county_leader")
    user = decisions.post_of(by).user
    one = actions.assign_complaint(
        complaint=one, household=None, against=user, by=another, at=beijing(on)
    )
    assert code_of(check, by, one, on) == "complaint.about_you"
    assert code_of(guards.check_can_read_name, by, one, on) == "complaint.about_you"
    assert code_of(check, another, one, on, answer="查过", told_on=on) == ""


def test_an_anonymous_one_is_looked_at_with_its_outcome():
    one, by = voices.complaint(), voices.county()
    done = actions.answer_complaint(
        complaint=one, founded=False, answer="车是儿子单位的。", told_on=None, by=by,
        at=beijing(ANSWERED),
    )  # fmt: skip
    assert (done.founded, done.told_on) == (False, None)
    assert one not in queries.open_complaints(by, ANSWERED)
    with pytest.raises(Refusal):
        actions.answer_complaint(
            complaint=one, founded=True, answer="再查", told_on=None, by=by, at=beijing(ANSWERED)
        )


def test_before_the_decision_it_makes_a_visit_of_the_county_compulsory():
    case = decisions.ready()
    assert "complaint" not in str(grounds(case.request, ANSWERED))
    household = case.request.application.household
    one = voices.complaint()
    actions.assign_complaint(
        complaint=one, household=household, against=None, by=voices.county(), at=beijing(ANSWERED)
    )
    assert "complaint" in str(grounds(case.request, ANSWERED))


# pages


def test_anyone_complains_on_the_public_page_and_the_county_answers(client, play):
    play(voices.RAISED)
    accounts.place(accounts.VILLAGE)
    town = accounts.place(accounts.TOWN)
    url = "/decisions/complaints/"
    assert "长春镇" in client.get(url).content.decode()
    assert client.post(url, play.keyed(place=town.pk)).status_code == 422
    given = play.keyed(place=town.pk, text="村里有人冒领。", name="周建新", contact="13912345678")
    done = client.post(url, given, follow=True).content.decode()
    one = Complaint.objects.get()
    assert one.number in done
    by = voices.county()
    accounts.sign_in(client, by)
    assert "村里有人冒领" in client.get("/desk/decisions/complaints/").content.decode()
    page = f"/desk/decisions/complaints/{one.pk}/"
    assert "周建新" not in client.get(page).content.decode()
    opened = client.post(f"/desk/decisions/complaint-names/{one.pk}/", play.keyed())
    assert "周建新" in opened.content.decode()
    assert Entry.objects.filter(verb="read_name").count() == 1
    wrong = client.post(page + "assign/", play.keyed(case="SQ430902-260901-99999"))
    assert "没有找到这个编号" in wrong.content.decode()
    answer = play.keyed(founded="yes", answer="已追回。", told_on=voices.RAISED)
    assert client.post(page + "answer/", answer).status_code == 302
    assert "已追回" in client.get(page).content.decode()
    assert one.number not in client.get("/desk/decisions/complaints/").content.decode()
    assert one.number in client.get("/desk/decisions/complaints/?all=1").content.decode()


def test_who_is_signed_in_reads_the_answer(client, play):
    who = accounts.citizen(1)
    one = voices.complaint(by=who)
    actions.answer_complaint(
        complaint=one, founded=True, answer="已经纠正。", told_on=ANSWERED, by=voices.county(),
        at=beijing(ANSWERED),
    )  # fmt: skip
    assert Message.objects.filter(template="decisions.complaint_answered").exists()
    play(ANSWERED)
    accounts.sign_in(client, who)
    assert "已经纠正" in client.get("/decisions/complaints/").content.decode()
    accounts.sign_in(client, accounts.citizen(1))
    assert "已经纠正" not in client.get("/decisions/complaints/").content.decode()


def test_the_hotline_writes_one_down_with_the_case(client, play):
    case = decisions.ready()
    play(voices.RAISED)
    hotline = accounts.officer("hotline")
    accounts.sign_in(client, hotline)
    place = case.request.application.place
    given = play.keyed(
        way="phone", place=place.pk, case=case.request.application.receipt_number, text="有店"
    )
    done = client.post("/desk/decisions/complaints/new/", given)
    assert done.status_code == 302
    one = Complaint.objects.get()
    assert one.household == case.request.application.household
    assert one.number in client.get("/desk/decisions/complaints/").content.decode()
    accounts.sign_in(client, case.leader)
    assert client.get(f"/desk/decisions/complaints/{one.pk}/").status_code == 404
