"""复核: asked at any time, answered by somebody who did not touch the case."""

from datetime import date
from urllib.parse import quote

import pytest

from doudi.accounts.models import User
from doudi.applications.states import State
from doudi.common.clock import beijing
from doudi.common.refusals import Refusal, refusal_of
from doudi.decisions import actions, guards
from doudi.decisions.models import Decision, Letter, Review
from doudi.decisions.queries import recompute, standing, waiting
from doudi.decisions.queries.touched import touched_by
from doudi.decisions.states import Outcome, Recommendation, ReviewOutcome
from doudi.journal.models import Entry as JournalEntry
from doudi.messaging.models import Message
from tests.factories import accounts, decisions, voices

pytestmark = pytest.mark.django_db
ANSWERED = date(2026, 9, 28)
UPHELD, ANNULLED = ReviewOutcome.UPHELD, ReviewOutcome.ANNULLED


def code_of(check, *given, **named) -> str:
    refusal = refusal_of(check, *given, **named)
    return refusal.code if refusal else ""


def answered(review: Review, outcome: str) -> Review:
    return actions.answer_review(
        review=review, outcome=outcome, answer="土地流转收入算了两次。", by=voices.county(),
        at=beijing(ANSWERED, 10),
    )  # fmt: skip


def test_the_family_and_the_counter_ask_one_at_a_time():
    case, decision = decisions.refused()
    check, on = guards.check_can_ask_review, decisions.DECIDED
    assert code_of(check, accounts.citizen(1), decision, on) == "letter.hidden"
    assert code_of(check, case.citizen, decision, on, text=" ") == "review.text"
    hotline = accounts.officer("hotline")
    assert code_of(check, hotline, decision, on, text="算错") == "review.who"
    assert code_of(check, hotline, decision, on, text="算错", asked_by=case.person) == ""
    assert code_of(check, case.decider, decision, on) == "decisions.duty"
    voices.review(decision, case)
    assert code_of(check, hotline, decision, on) == "review.open"
    assert Message.objects.filter(template="decisions.review_asked").exists()


def test_nobody_who_touched_the_case_answers():
    case, decision = decisions.refused()
    review = voices.review(decision, case)
    hands = (case.leader, case.first, case.second, case.reviewer, case.decider)
    assert {one.user_id for one in hands} <= touched_by(decision)
    check = guards.check_can_answer_review
    assert code_of(check, case.decider, review, ANSWERED) == "review.touched"
    for hand in hands[:-1]:
        same = accounts.officer("county_leader", holder=User.objects.get(pk=hand.user_id))
        assert code_of(check, same, review, ANSWERED) == "review.touched"
    assert code_of(check, case.leader, review, ANSWERED) == "decisions.duty"
    by = voices.county()
    assert code_of(check, by, review, ANSWERED, outcome=UPHELD) == "review.answer"
    assert code_of(check, by, review, ANSWERED, outcome=UPHELD, answer="对的。") == ""


def test_where_the_town_decides_the_county_reviews():
    case, decision = decisions.refused(
        decisions.ready(accounts.CHANGZHOU_VILLAGE, wage_fen=9_000_000)
    )
    review = voices.review(decision, case)
    by = accounts.officer("county_reviewer", accounts.CHANGZHOU_VILLAGE)
    assert code_of(guards.check_can_answer_review, by, review, ANSWERED) == ""


def test_upheld_the_decision_stands_and_the_family_is_told():
    case, decision = decisions.refused()
    done = answered(voices.review(decision, case), UPHELD)
    decision.refresh_from_db()
    assert (done.outcome, decision.annulled_at) == (UPHELD, None)
    assert Message.objects.filter(template="decisions.review_answered").exists()
    assert code_of(guards.check_can_answer_review, voices.county(), done, ANSWERED) == (
        "review.answered"
    )
    again = voices.review(decision, case, ANSWERED)
    assert again.pk != done.pk


def test_annulled_the_application_is_open_again_with_a_new_time_limit():
    case, decision = decisions.refused()
    application = case.request.application
    application.refresh_from_db()
    assert application.state == State.CLOSED
    before = application.due_on
    answered(voices.review(decision, case), ANNULLED)
    application.refresh_from_db()
    decision.refresh_from_db()
    assert application.state == State.ACCEPTED
    assert application.due_on > before
    assert decision.annulled_reason
    assert standing.current_decision(case.request) is None
    assert standing.current_opinion(case.request) is None
    assert recompute(decision) == ()
    noted = JournalEntry.objects.filter(noun="decision", verb="annulled", key=str(decision.pk))
    assert noted.count() == 1


def test_after_an_annulment_a_new_assessment_opinion_and_sheet_lead_to_a_grant():
    case, refusal = decisions.refused(decisions.ready(wage_fen=120_000))
    answered(voices.review(refusal, case), ANNULLED)
    case.request.refresh_from_db()
    case.request.application.refresh_from_db()
    assert case.request in waiting.for_opinion(case.leader, ANSWERED)
    newest = standing.newest_assessment(case.request)
    check = guards.check_can_give_opinion
    assert code_of(check, case.leader, case.request, newest, ANSWERED) == "opinion.before_looking"
    decisions.opinion(case, Recommendation.GRANT, at=beijing(ANSWERED, 12))
    sheet = decisions.hung(decisions.prepared(case, at=beijing(ANSWERED, 13)), case, ANSWERED)
    decisions.down(sheet, case, date(2026, 10, 9))
    proposal = actions.propose(
        request=case.request, outcome=Outcome.GRANTED, reason="", by=case.reviewer,
        at=beijing(date(2026, 10, 9)),
    )  # fmt: skip
    actions.decide(decision=proposal, by=case.decider, at=beijing(date(2026, 10, 10)))
    assert Decision.objects.filter(request=case.request).count() == 2
    assert standing.letter_of(case.request).decision == proposal


def test_a_granted_decision_is_not_annulled():
    case, decision = decisions.decided()
    review = voices.review(decision, case)
    with pytest.raises(Refusal, match="待遇页面"):
        answered(review, ANNULLED)
    assert answered(review, UPHELD).outcome == UPHELD


# pages


def test_the_letters_code_without_sign_in_says_how_to_go_on(client, play):
    _case, decision = decisions.refused()
    letter = Letter.objects.get(decision=decision)
    play(decisions.DECIDED)
    url = f"/decisions/letters/{letter.code}/"
    shown = client.get(url).content.decode()
    for word in (
        "不用手机",
        "请带上这份决定书",
        decision.office.name,
        f"next={quote(url, safe='')}",
    ):
        assert word in shown, word
    assert "理由" not in shown
    assert letter.number not in shown
    unknown = client.get("/decisions/letters/NONE-SUCH/")
    assert unknown.status_code == 200
    assert decision.office.name not in unknown.content.decode()
    assert client.get(f"{url}file/").status_code == 302


def test_from_the_letter_the_family_has_three_ways(client, play):
    case, decision = decisions.refused()
    letter = Letter.objects.get(decision=decision)
    play(decisions.DECIDED)
    accounts.sign_in(client, case.citizen)
    url = f"/decisions/letters/{letter.code}/"
    shown = client.get(url).content.decode()
    for word in ("要求复核", "投诉", "再申请一次", "行政复议", "60"):
        assert word in shown
    assert client.post(url + "review/", play.keyed()).status_code == 422
    assert client.post(url + "review/", play.keyed(text="算错了。")).status_code == 302
    assert "已经收到" in client.get(url).content.decode()
    done = client.post(url + "complain/", play.keyed(text="态度不好。"), follow=True)
    assert "TS430902" in done.content.decode()
    client.logout()
    assert client.get(url + "review/").status_code == 302


def test_the_counter_notes_it_and_the_county_answers_in_the_browser(client, play):
    case, decision = decisions.refused()
    letter = Letter.objects.get(decision=decision)
    play(decisions.DECIDED)
    accounts.sign_in(client, case.village)
    url = f"/desk/decisions/letters/{letter.pk}/review/"
    assert client.get(url).status_code == 200
    given = play.keyed(way="counter", asked_by=case.person.pk, text="算错了。")
    assert client.post(url, given).status_code == 302
    review = Review.objects.get()
    accounts.sign_in(client, voices.county())
    assert decision.number in client.get("/desk/decisions/reviews/").content.decode()
    page = f"/desk/decisions/reviews/{review.pk}/"
    assert "算错了" in client.get(page).content.decode()
    answer = play.keyed(outcome="annulled", answer="确实算错了。")
    assert client.post(page + "answer/", answer).status_code == 302
    assert "撤销" in client.get(page).content.decode()
    accounts.sign_in(client, case.citizen)
    shown = client.get(f"/decisions/letters/{letter.code}/").content.decode()
    assert "确实算错了" in shown
