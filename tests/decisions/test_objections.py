"""From the objection to the answer: substance, route, new opinion, new sheet."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doudi.applications.actions.applications import withdraw
from doudi.audit.models import Entry
from doudi.common.clock import beijing
from doudi.common.refusals import Refusal, refusal_of
from doudi.decisions import actions, guards
from doudi.decisions.models import LineRemoval, Objection, Posting
from doudi.decisions.queries import standing, waiting
from doudi.decisions.queries.posters import poster_data, same_names
from doudi.decisions.queries.public import sheets_of
from doudi.decisions.queries.take_downs import last_day_before, take_downs
from doudi.decisions.rules import postings
from doudi.decisions.states import ObjectionRoute, RemovalGround
from doudi.decisions.tasks import handle
from doudi.journal.models import Entry as JournalEntry
from doudi.people.models import Person
from tests.factories import accounts, decisions, voices
from tests.factories.pictures import jpeg

pytestmark = pytest.mark.django_db
INVESTIGATE, APPRAISE = ObjectionRoute.INVESTIGATE, ObjectionRoute.APPRAISE


def code_of(check, *given, **named) -> str:
    refusal = refusal_of(check, *given, **named)
    return refusal.code if refusal else ""


def propose_code(case, on=decisions.PROPOSED) -> str:
    return code_of(guards.check_can_propose, case.reviewer, case.request, on)


# raised


def test_anyone_may_object_and_a_name_is_sealed():
    _case, posting = voices.hanging()
    bare = voices.objection(posting)
    named = voices.objection(posting, name="周建新", contact="13912345678")
    assert bare.name_sealed is None
    assert "周建新".encode() not in bytes(named.name_sealed)
    written = str(list(Entry.objects.values("detail", "reason")))
    assert "周建新" not in written
    assert "开店" not in written


def test_village_town_county_and_hotline_write_an_objection_down():
    _case, posting = voices.hanging()
    line = posting.lines.get()
    check = guards.check_can_note_objection
    for duty in ("village_intake", "town_leader", "county_reviewer", "hotline"):
        assert code_of(check, accounts.officer(duty), line, voices.RAISED, text="有车") == ""
    other = accounts.officer("town_leader", "430902005001")
    assert code_of(check, other, line, voices.RAISED, text="有车") == "decisions.duty"
    by = accounts.officer("hotline")
    assert code_of(check, by, line, voices.RAISED, text=" ") == "objection.text"
    early = decisions.HUNG - timedelta(days=1)
    given = {"text": "有车", "raised_on": early}
    assert code_of(check, by, line, voices.RAISED, **given) == "objection.day"


def test_the_leader_who_answers_may_read_who_objected_and_it_stands_in_the_trail():
    case, posting = voices.hanging()
    named = voices.objection(posting, name="周建新", contact="13912345678")
    check = guards.check_can_read_objector
    assert code_of(check, case.village, named, voices.JUDGED) == "decisions.duty"
    bare = voices.objection(posting)
    assert code_of(check, case.leader, bare, voices.JUDGED) == "objection.anonymous"
    told = actions.open_objector(objection=named, by=case.leader, at=beijing(voices.JUDGED))
    assert told.contact == "13912345678"
    assert Entry.objects.filter(verb="read_name", noun="objection").count() == 1


# judged


def test_only_the_leader_who_did_not_visit_judges_and_gives_a_reason():
    case, posting = voices.hanging()
    one, check, on = voices.objection(posting), guards.check_can_judge, voices.JUDGED
    assert code_of(check, case.village, one, on) == "decisions.duty"
    visitor = accounts.officer("town_leader", holder=decisions.post_of(case.first).user)
    assert code_of(check, visitor, one, on) == "objection.investigator"
    assert code_of(check, case.leader, one, on, substance=False) == "decisions.reason"
    given = {"substance": True, "reason": "具体"}
    assert code_of(check, case.leader, one, on, **given) == "objection.route"
    assert code_of(check, case.leader, one, on, route=APPRAISE, **given) == ""
    voices.judged(case, one)
    one.refresh_from_db()
    assert code_of(check, case.leader, one, on) == "objection.judged"


def test_without_substance_the_sheet_stands_and_the_objector_is_answered():
    case, posting = voices.hanging()
    one = voices.judged(case, voices.objection(posting))
    decisions.down(posting, case)
    assert propose_code(case) == "decision.objection"
    on = decisions.DOWN
    check = guards.check_can_answer
    assert code_of(check, case.leader, one, on, answer=" ", told_on=on) == "objection.words"
    assert code_of(check, case.leader, one, on, answer="查过") == "objection.told_on"
    actions.answer_objection(
        objection=one, answer="没有发现与公示不符。", told_on=on, by=case.leader, at=beijing(on)
    )
    assert propose_code(case) == ""


def test_of_substance_the_family_leaves_the_sheet_and_the_time_limit_is_the_longer():
    case, posting = voices.hanging()
    due_on = case.request.application.due_on
    one = voices.objection(posting)
    assert len(sheets_of(posting.place, voices.RAISED)[0].rows) == 1
    voices.judged(case, one, INVESTIGATE)
    assert sheets_of(posting.place, voices.JUDGED)[0].rows == ()
    assert LineRemoval.objects.get().ground == RemovalGround.OBJECTION
    assert standing.current_opinion(case.request) is None
    case.request.application.refresh_from_db()
    assert case.request.application.due_on > due_on
    assert propose_code(case, decisions.DECIDED) == "decision.objection_stands"


def test_a_new_visit_comes_before_the_new_opinion_and_a_new_sheet_before_the_proposal():
    case, posting = voices.hanging()
    one = voices.judged(case, voices.objection(posting), INVESTIGATE)
    check, by, again = guards.check_can_give_opinion, case.leader, voices.AGAIN
    newest = standing.newest_assessment(case.request)
    assert code_of(check, by, case.request, newest, again) == "opinion.objection"
    assert case.request not in waiting.for_opinion(case.leader, again)
    voices.visited_again(case)
    assert case.request in waiting.for_opinion(case.leader, again)
    assert code_of(check, by, case.request, newest, again) == "opinion.before_visit"
    answering = {"answer": "已重新核实。", "told_on": again}
    assert code_of(guards.check_can_answer, by, one, again, **answering) == "objection.no_opinion"
    decisions.opinion(case, at=beijing(again, 10))
    actions.answer_objection(objection=one, by=by, at=beijing(again, 11), **answering)
    later = date(2026, 10, 9)
    assert propose_code(case, later) == "decision.not_posted"
    sheet = decisions.prepared(case, at=beijing(again, 12))
    sheet = decisions.hung(sheet, case, again)
    assert sheet.until_on == again + timedelta(days=7)
    decisions.down(sheet, case, sheet.until_on + timedelta(days=1))
    assert propose_code(case, later) == ""


# appraisal


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"representatives": 9}, "appraisal.representatives"),
        ({"representatives": 16}, "appraisal.count"),
        ({"agree": 13}, "appraisal.votes"),
        ({"held_on": date(2026, 9, 1)}, "appraisal.day"),
        ({"minutes": None}, "appraisal.minutes"),
    ],
)
def test_an_appraisal_needs_two_thirds_of_representatives_and_signed_minutes(change, code):
    case, posting = voices.hanging()
    one = voices.judged(case, voices.objection(posting), APPRAISE)
    given = {**voices.appraisal_words(), **change}
    try:
        actions.hold_appraisal(
            objection=one, by=case.leader, at=beijing(voices.LOOKED, 16), **given
        )
        found = ""
    except Refusal as refusal:
        found = refusal.code
    assert found == code


def test_an_appraisal_informs_a_new_opinion():
    case, posting = voices.hanging()
    one = voices.judged(case, voices.objection(posting), APPRAISE)
    check, again = guards.check_can_give_opinion, voices.AGAIN
    newest = standing.newest_assessment(case.request)
    assert code_of(check, case.leader, case.request, newest, again) == "opinion.objection"
    actions.hold_appraisal(
        objection=one, by=case.leader, at=beijing(voices.LOOKED, 16), **voices.appraisal_words()
    )
    assert code_of(check, case.leader, case.request, newest, again) == "opinion.before_looking"
    decisions.opinion(case, at=beijing(again, 10))
    assert standing.current_opinion(case.request) is not None


# sheets


def test_a_family_that_withdraws_is_gone_from_the_page_at_once_and_marked():
    case, posting = voices.hanging()
    withdraw(application=case.request.application, by=case.citizen, at=beijing(voices.RAISED))
    (sheet,) = sheets_of(posting.place, voices.RAISED)
    assert sheet.rows == ()
    assert not LineRemoval.objects.exists()
    for entry in JournalEntry.objects.filter(noun="application", verb="withdrawn"):
        handle(entry)
        handle(entry)
    removal = LineRemoval.objects.get()
    assert (removal.ground, removal.removed_by) == (RemovalGround.WITHDRAWN, None)
    actions.strike(removal=removal, by=case.village, at=beijing(voices.JUDGED))
    assert code_of(guards.check_can_strike, case.village, LineRemoval.objects.get(), voices.JUDGED)


def test_a_death_takes_the_family_off_the_sheet():
    case, posting = voices.hanging()
    husband = Person.objects.exclude(pk=case.person.pk).get(
        memberships__household=case.request.application.household
    )
    entry = JournalEntry.objects.create(
        noun="person", key=str(husband.pk), verb="died", at=beijing(voices.RAISED)
    )
    handle(entry)
    assert LineRemoval.objects.get().ground == RemovalGround.DEATH
    assert sheets_of(posting.place, voices.RAISED)[0].rows == ()


def test_a_changed_content_starts_the_seven_days_anew():
    case, posting = voices.hanging()
    decisions.opinion(case, at=beijing(voices.RAISED, 10))
    assert LineRemoval.objects.get().ground == RemovalGround.CHANGED
    decisions.down(posting, case)
    assert propose_code(case) == "decision.not_posted"


def test_families_keep_their_number_and_two_of_one_name_are_told_apart():
    staff = decisions.officers()
    first, second, third = (decisions.ready(staff=staff) for _ in range(3))
    for case in (first, second, third):
        decisions.opinion(case)
    posting = decisions.hung(decisions.prepared(first, second, third), first)
    assert same_names(posting) == ("刘桂英",)
    actions.take_off(
        request=first.request, ground=RemovalGround.CHANGED, by=first.leader,
        at=beijing(voices.RAISED),
    )  # fmt: skip
    (sheet,) = sheets_of(posting.place, voices.RAISED)
    assert [row[0] for row in sheet.rows] == ["2", "3"]
    assert [row[0] for row in poster_data(posting)["lines"]] == ["2", "3"]


def test_fields_and_masking_come_from_the_dated_rule_for_paper_and_web_apart(monkeypatch):
    _case, posting = voices.hanging()
    rule = postings.SheetRule(
        kind="before", place="4309", from_on=date(2026, 1, 1), days=None, fields=("name",),
        paper_name="masked", web_name="full", basis="", standing="assumed",
    )  # fmt: skip
    monkeypatch.setattr(postings, "sheet_rules", lambda: (rule,))
    assert poster_data(posting)["lines"] == [["1", "刘*英"]]
    assert sheets_of(posting.place, voices.RAISED)[0].rows == (("1", "刘桂英"),)


@pytest.mark.parametrize("programme", ["orphan", "factual_orphan", "quick_aid"])
def test_nothing_hangs_for_children_and_quick_aid(programme):
    case = decisions.ready()
    decisions.opinion(case)
    request = case.request
    request.programme = programme
    place, on = request.application.place, decisions.HUNG
    assert not postings.is_posted(programme, on)
    found = code_of(guards.check_can_prepare, case.leader, place, [request], "before", on)
    assert found == "posting.none_for"


def test_a_sheet_that_stays_up_goes_to_the_towns_leader():
    case, posting = voices.hanging()
    # two working days after Thursday the 17th: Friday, and Sunday the 20th that is worked
    assert list(take_downs(case.village, decisions.DOWN)) == [posting]
    assert list(take_downs(case.leader, decisions.DOWN)) == []
    assert list(take_downs(case.leader, date(2026, 9, 20))) == []
    assert list(take_downs(case.leader, date(2026, 9, 21))) == [posting]
    assert last_day_before(date(2026, 9, 21), 2) == decisions.LAST


# pages


def test_the_code_on_the_sheet_leads_to_a_form_without_a_sign_in(client, play):
    _case, posting = voices.hanging()
    play(voices.RAISED)
    url = f"/postings/sheets/{posting.key}/"
    shown = client.get(url)
    assert shown["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "刘*英" in shown.content.decode()
    assert "刘桂英" not in shown.content.decode()
    empty = client.post(url, play.keyed(line=posting.lines.get().pk))
    assert empty.status_code == 422
    given = play.keyed(line=posting.lines.get().pk, text="这家有店。")
    done = client.post(url, given, follow=True)
    assert "已经收到" in done.content.decode()
    assert Objection.objects.get().noted_by is None
    play(decisions.DOWN)
    gone = client.get(url)
    assert gone.status_code == 410
    assert "刘" not in gone.content.decode()
    assert "Disallow: /postings/" in client.get("/robots.txt").content.decode()


def test_forms_of_nobody_are_limited(client, play):
    _case, posting = voices.hanging()
    play(voices.RAISED)
    url, line = f"/postings/sheets/{posting.key}/", posting.lines.get().pk
    codes = [
        client.post(url, play.keyed(line=line, text=f"第 {n} 次")).status_code for n in range(11)
    ]
    assert codes == [302] * 10 + [422]


def test_the_objection_is_judged_appraised_and_answered_in_the_browser(client, play):
    case, posting = voices.hanging()
    one = voices.objection(posting)
    play(voices.JUDGED)
    accounts.sign_in(client, case.leader)
    assert "待判断" in client.get("/desk/decisions/objections/").content.decode()
    page = f"/desk/decisions/objections/{one.pk}/"
    wrong = client.post(page + "judge/", play.keyed(substance="yes", reason="具体"))
    assert "请选择重新调查或者民主评议" in wrong.content.decode()
    given = play.keyed(substance="yes", reason="具体", route=APPRAISE)
    assert client.post(page + "judge/", given).status_code == 302
    shown = client.get(f"/desk/decisions/sheets/{posting.key}/").content.decode()
    assert "已移出" in shown
    removal = LineRemoval.objects.get()
    assert client.post(f"/desk/decisions/removals/{removal.pk}/strike/", play.keyed())
    play(voices.LOOKED)
    client.logout()
    accounts.sign_in(client, case.leader)
    words = {
        **voices.appraisal_words(),
        "minutes": SimpleUploadedFile("m.jpg", jpeg(), "image/jpeg"),
    }
    assert client.post(page + "appraise/", play.keyed(**words)).status_code == 302
    assert client.get(page + "minutes/").headers["Content-Type"] == "image/jpeg"
    early = play.keyed(answer="正在核实。", told_on=voices.LOOKED)
    assert "重新提出意见" in client.post(page + "answer/", early).content.decode()
    assert Posting.objects.count() == 1
