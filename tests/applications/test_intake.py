"""Every hand, anywhere in the city, papers that follow, giving back, sheets of paper."""

from datetime import date, timedelta

import pytest

from doudi.applications import guards
from doudi.applications.actions import applications as actions
from doudi.applications.actions import awaiting, members
from doudi.applications.actions.asking import answer_kin
from doudi.applications.actions.members import Typed
from doudi.applications.actions.papers import file_paper, print_paper
from doudi.applications.actions.returning import send_back
from doudi.applications.actions.starting import Asks
from doudi.applications.models import Application, Promise
from doudi.applications.queries import by_key, panel, waiting_for_town, waiting_for_village
from doudi.applications.queries.items import (
    awaited,
    item_lines,
    items_that_may_follow,
    never_asked,
    overdue_items,
)
from doudi.applications.queries.kin import answered_yes
from doudi.applications.queries.papers import paper_by_code
from doudi.applications.queries.waiting import at_village, taken_elsewhere
from doudi.applications.rules.papers import new_code, read_code
from doudi.applications.rules.promises import PROMISE_VERSION, SUPPLIED_BY, promise_hash
from doudi.applications.states import State
from doudi.applications.tasks import remind_items
from doudi.common.actors import Officer
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.messaging.models import Message
from doudi.people.actions.excuses import excuse
from doudi.people.queries import authorisation_in_force, representatives_of, unsigned_adults
from tests.factories import accounts, applications
from tests.factories.pictures import jpeg, png

pytestmark = pytest.mark.django_db
AT = applications.AT
ON = AT.date()
OTHER = "430902105201"  # a village of another town of the same city


def on_day(*day: int):
    return beijing(date(*day), 10)


def codes(made: Application) -> set[str]:
    return set(made.remarks.filter(settled_at__isnull=True).values_list("code", flat=True))


# by every hand


def test_somebody_asks_for_another_with_a_photographed_paper() -> None:
    by = accounts.citizen()
    applications._offices(accounts.VILLAGE)
    typed = Typed(name="陈秀兰", relation="self", born_on=date(1948, 6, 1), sex="F")
    asks = Asks(kind="proxy", name="刘桂英", paper=jpeg())
    made = actions.start(place=accounts.place(), typed=typed, asks=asks, by=by, at=AT)
    assert "on_behalf" in codes(made)
    assert made.behalf.paper is not None
    assert panel(by_key(made.key), on=ON).intake.asked_by == "刘桂英（受委托人）"
    assert representatives_of(made.applicant, ON) == []  # a statement gives no right
    second = actions.start(place=accounts.place(), typed=typed, by=by, at=AT)
    assert second.household != made.household


@pytest.mark.parametrize(
    ("asks", "field"),
    [(Asks("helper"), "asks_name"), (Asks("proxy", "刘", paper=b"GIF89a"), "asks_paper")],
)
def test_who_asks_must_be_readable(asks, field) -> None:
    typed = Typed(name="陈秀兰", relation="self", born_on=date(1948, 6, 1))
    with pytest.raises(Refusal) as refusal:
        actions.start(place=accounts.place(), typed=typed, asks=asks, by=accounts.citizen(), at=AT)
    assert refusal.value.field == field


def test_a_minor_alone_is_represented_by_the_town() -> None:
    applications._offices(accounts.VILLAGE)
    town = accounts.officer("town_acceptor")
    child = Typed(name="刘小雨", relation="self", born_on=date(2017, 5, 8), sex="F")
    asks = Asks(kind="office", ground="父母双亡，没有其他监护人")
    made = actions.start(place=accounts.place(), typed=child, asks=asks, by=town, at=AT)
    assert [one.by_office_id for one in representatives_of(made.applicant, ON)] == [town.office_id]
    assert "on_behalf" not in codes(made)
    assert actions.submit(application=made, by=town, at=AT).state == State.SUBMITTED
    assert authorisation_in_force(made.household, ON)
    with pytest.raises(Forbidden):
        actions.start(place=accounts.place(), typed=child, asks=asks, by=accounts.citizen(), at=AT)


def test_a_grid_worker_fills_in_and_then_sees_the_progress() -> None:
    grid = accounts.officer("grid_worker")
    made = applications.submitted(by=grid)
    assert made.channel == "grid"
    assert guards.sight(grid, made, ON) == guards.PROGRESS
    assert list(taken_elsewhere(grid, ON)) == [made]
    assert guards.sight(accounts.officer("grid_worker"), made, ON) == guards.NONE


def test_an_excused_member_is_not_asked_and_sees_nothing() -> None:
    made = applications.submitted(signed=False)
    mother = next(one for one in unsigned_adults(made.household, ON) if one.name == "陈秀兰")
    excuse(
        household=made.household, person=mother.person, ground="violence", reason="警情通报",
        by=accounts.officer("town_acceptor"), at=AT,
    )  # fmt: skip
    assert [one.name for one in panel(by_key(made.key), on=ON).unsigned_people] == ["刘桂英"]


# anywhere in the city


def taken_there() -> tuple[Application, Officer]:
    """Filled in at 长春镇 for a household of another town."""
    counter = accounts.officer("town_acceptor")
    return applications.submitted(by=counter, place=OTHER), counter


def test_an_application_is_routed_home() -> None:
    made, counter = taken_there()
    home = accounts.officer("village_intake", OTHER)
    assert made.place.code == OTHER
    assert made.intake_office_id == counter.office_id
    assert "other_place" in codes(made)
    assert list(waiting_for_village(home, ON)) == [made]
    assert not waiting_for_village(accounts.officer("village_intake"), ON).exists()
    assert guards.sight(counter, made, ON) == guards.PROGRESS
    with pytest.raises(Forbidden):
        guards.check_can_read(counter, made, ON)
    assert list(taken_elsewhere(counter, ON)) == [made]
    stranger = accounts.officer("town_acceptor", "430902104")
    assert guards.sight(stranger, made, ON) == guards.NONE


# relatives


def test_the_newest_answer_about_kin_holds() -> None:
    by = accounts.citizen()
    made = applications.draft(by=by)
    assert not answered_yes(made)
    for answer in ("unsure", "yes", "yes"):
        answer_kin(application=made, answer=answer, by=by, at=AT)
    assert answered_yes(made)
    assert made.kin_answers.count() == 2
    with pytest.raises(Refusal):
        answer_kin(application=made, answer="moon", by=by, at=AT)


# papers that may follow


def test_all_missing_items_are_named_once() -> None:
    made = applications.with_items("income_paper", "school_paper")
    town = accounts.officer("town_acceptor")
    assert [one.due_on for one in awaited(made)] == [date(2026, 10, 10)] * 2
    with pytest.raises(Refusal) as refusal:
        awaiting.name_items(application=made, codes=["medical_bills"], by=town, at=AT)
    assert refusal.value.code == "items.named"
    assert Message.objects.filter(template="applications.items_named").exists()
    accepted = actions.accept(application=made, by=town, at=AT)
    assert accepted.state == State.ACCEPTED


@pytest.mark.parametrize("asked", [[], ["identity"], ["letter"], ["income_paper", "deposit"]])
def test_identity_letter_and_what_a_department_has_are_never_asked(asked) -> None:
    made = applications.taken_in()
    town = accounts.officer("town_acceptor")
    with pytest.raises(Refusal):
        awaiting.name_items(application=made, codes=asked, by=town, at=AT)
    assert not {one.code for one in items_that_may_follow(made, ON)} & set(SUPPLIED_BY)
    assert all(what and who for what, who in never_asked())


def test_the_promise_keeps_its_text_version() -> None:
    made = applications.with_items()
    by = accounts.officer("village_intake")
    signed = awaiting.sign_promise(
        application=made, person=made.applicant, signature=png(), by=by, at=AT
    )
    assert (signed.text_version, signed.text_hash) == (PROMISE_VERSION, promise_hash())
    assert signed.witness_id == by.post_id
    awaiting.sign_promise(application=made, person=made.applicant, signature=png(), by=by, at=AT)
    assert Promise.objects.filter(application=made).count() == 1
    with pytest.raises(Refusal):
        awaiting.sign_promise(
            application=applications.taken_in(), person=made.applicant, signature=png(), by=by,
            at=AT,
        )  # fmt: skip


def test_an_item_is_extended_once_then_closed_by_an_officer() -> None:
    made = applications.with_items()
    town = accounts.officer("town_acceptor")
    actions.accept(application=made, by=town, at=AT)
    item = awaited(made)[0]
    late = on_day(2026, 10, 13)
    assert list(overdue_items(town, late.date())) == [item]
    with pytest.raises(Refusal):
        awaiting.extend_item(item=item, reason=" ", by=town, at=late)
    item = awaiting.extend_item(item=item, reason="老板出差", by=town, at=late)
    assert item.due_on == date(2026, 10, 27)
    with pytest.raises(Refusal):
        awaiting.extend_item(item=item, reason="再来一次", by=town, at=late)
    with pytest.raises(Forbidden):
        awaiting.close_item(
            item=item, reason="没有交", by=accounts.officer("village_intake"), at=late
        )
    with pytest.raises(Refusal, match="过了这一天"):
        awaiting.close_item(item=item, reason="没有交", by=town, at=on_day(2026, 10, 27))
    over = on_day(2026, 10, 28)
    awaiting.close_item(item=item, reason="按入户和核对结果决定", by=town, at=over)
    assert awaited(made) == []
    assert item_lines(made, over.date())[0].state == "closed"
    with pytest.raises(Refusal):
        awaiting.receive_item(item=item, by=town, at=over)


def test_the_family_brings_it_from_the_phone() -> None:
    family = accounts.citizen()
    made = applications.submitted(by=family)
    town, later = accounts.officer("town_acceptor"), on_day(2026, 9, 17)
    awaiting.name_items(application=made, codes=["income_paper"], by=town, at=later)
    item = awaited(made)[0]
    with pytest.raises(Refusal):
        awaiting.receive_item(item=item, by=family, at=later)
    with pytest.raises(Hidden):
        awaiting.receive_item(item=item, content=jpeg(), by=accounts.citizen(), at=later)
    got = awaiting.receive_item(item=item, content=jpeg(), by=family, at=later)
    assert got.file is not None
    assert awaited(made) == []


def test_the_limit_stands_still_and_runs_again_with_the_last_paper() -> None:
    made = applications.with_items("income_paper", "school_paper")
    town = accounts.officer("town_acceptor")
    made = actions.accept(application=made, by=town, at=AT)
    due = made.due_on
    awaiting.stop_for_items(application=made, reason="缺收入", by=town, at=AT)
    later = on_day(2026, 9, 18)
    for item in awaited(made):
        awaiting.receive_item(item=item, by=town, at=later)
    made.refresh_from_db()
    assert made.due_on > due
    assert [one.kind for one in made.clock_events.order_by("pk")] == ["stop", "resume"]


def test_one_reminder_for_each_day(monkeypatch) -> None:
    applications.with_items()
    sent = Message.objects.filter(template="applications.item_due")
    counts = []
    for day in (
        on_day(2026, 9, 25),
        on_day(2026, 10, 9),
        on_day(2026, 10, 9),
        on_day(2026, 10, 10),
    ):
        monkeypatch.setattr("doudi.common.clock.now", lambda day=day: day)
        remind_items()
        counts.append(sent.count())
    assert counts[0] == 0 < counts[1]
    assert len(set(counts[1:])) == 1


# giving back


def given_back(made: Application, to: str = "family", reasons=("income", "members"), at=AT):
    town = accounts.officer("town_acceptor", made.place)
    return send_back(application=made, to=to, reasons=reasons, remark="写清楚", by=town, at=at)


def test_the_family_puts_it_right_and_hands_it_in_again() -> None:
    family = accounts.citizen()
    made = applications.submitted(by=family)
    given_back(made)
    made = by_key(made.key)
    assert made.state == State.SENT_BACK
    typed = Typed(name="刘小宝", relation="child", born_on=date(2020, 1, 1))
    members.add_member(application=made, typed=typed, by=family, at=AT)
    first = made.submitted_at
    again = actions.submit(application=made, by=family, at=AT + timedelta(days=1))
    assert (again.state, again.submitted_at) == (State.SUBMITTED, first)
    town = accounts.officer("town_acceptor")
    assert list(waiting_for_town(town, ON)) == [made]  # no second wait for the village
    actions.accept(application=again, by=town, at=AT + timedelta(days=1))


def test_the_village_answers_and_its_first_view_stays() -> None:
    made = applications.taken_in()
    back = given_back(made, to="village", reasons=["view"])
    village = accounts.officer("village_intake")
    assert list(waiting_for_village(village, ON)) == [made]
    actions.take_in(application=made, view="doubts", remark="去看过了", by=village, at=AT)
    made = by_key(made.key)
    back.refresh_from_db()
    assert (made.state, made.first_view.view) == (State.TAKEN_IN, "agrees")
    assert (back.answer_view, back.answer) == ("doubts", "去看过了")


def test_a_second_time_only_for_what_was_named_and_no_third() -> None:
    family = accounts.citizen()
    made = applications.submitted(by=family)
    town = accounts.officer("town_acceptor")
    given_back(made)
    actions.submit(application=by_key(made.key), by=family, at=AT)
    with pytest.raises(Refusal) as refusal:
        given_back(made, reasons=["assets"])
    assert refusal.value.code == "send_back.new_reason"
    given_back(made, reasons=["income"])
    assert list(waiting_for_town(town, ON)) == [made]  # twice back: on the town's tray also
    actions.submit(application=by_key(made.key), by=family, at=AT)
    with pytest.raises(Refusal) as refusal:
        given_back(made)
    assert refusal.value.code == "send_back.enough"


def test_what_was_given_back_may_be_accepted_as_it_is() -> None:
    made = applications.submitted()
    given_back(made)
    town = accounts.officer("town_acceptor")
    assert actions.accept(application=made, by=town, at=AT).state == State.ACCEPTED
    assert made.send_backs.get().returned_at is not None


@pytest.mark.parametrize(
    ("submitted", "day", "stands"),
    [
        ((2026, 9, 14), (2026, 9, 14), False),
        ((2026, 9, 14), (2026, 9, 15), False),
        ((2026, 9, 14), (2026, 9, 16), True),
        ((2026, 9, 18), (2026, 9, 20), False),  # Friday; Sunday 09-20 is a working day in 2026
        ((2026, 9, 18), (2026, 9, 21), True),
        ((2026, 9, 30), (2026, 10, 7), False),  # the National Day week
        ((2026, 9, 30), (2026, 10, 9), True),
    ],
)
def test_a_silent_village_keeps_nothing_from_the_town(submitted, day, stands) -> None:
    made = applications.submitted(at=on_day(*submitted))
    town, on = accounts.officer("town_acceptor"), date(*day)
    assert waiting_for_town(town, on).filter(pk=made.pk).exists() is stands
    assert at_village(town, on).filter(pk=made.pk).exists() is not stands
    if stands:
        guards.check_can_accept(town, made, on)


def test_without_a_village_step_the_town_has_it_at_once() -> None:
    made = applications.submitted(place=accounts.CHANGZHOU_VILLAGE)
    town = accounts.officer("town_acceptor", accounts.CHANGZHOU_VILLAGE)
    assert list(waiting_for_town(town, ON)) == [made]


# sheets of paper


def test_a_misread_code_finds_nothing() -> None:
    code = new_code()
    assert read_code(f" {code[:4].lower()}-{code[4:]} ") == code
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert read_code(wrong) == ""
    for text in (wrong, "", "12345678", code):
        with pytest.raises(Refusal):
            paper_by_code(text)


def test_a_photographed_letter_is_the_signature_with_a_witness() -> None:
    made = applications.submitted(signed=False)
    village = accounts.officer("village_intake")
    sheet = print_paper(application=made, kind="letter", person=made.applicant, by=village, at=AT)
    same = print_paper(application=made, kind="letter", person=made.applicant, by=village, at=AT)
    assert same.code == sheet.code
    file_paper(paper=paper_by_code(sheet.code), content=jpeg_of_ink(), by=village, at=AT)
    assert [one.name for one in unsigned_adults(made.household, ON)] == ["陈秀兰"]
    file_paper(paper=paper_by_code(sheet.code), content=jpeg_of_ink(), by=village, at=AT)
    assert sheet.scans.count() == 2


def test_a_photographed_promise_and_withdrawal_do_what_they_say() -> None:
    made = applications.with_items()
    town = accounts.officer("town_acceptor")
    for kind in ("form", "promise", "withdrawal"):
        sheet = print_paper(application=made, kind=kind, by=town, at=AT)
        file_paper(paper=paper_by_code(sheet.code), content=jpeg_of_ink(), by=town, at=AT)
    made = by_key(made.key)
    assert made.promise.witness_id == town.post_id
    assert (made.state, made.withdrawal.way) == (State.WITHDRAWN, "paper")


def test_a_sheet_is_found_by_its_own_offices_only() -> None:
    made = applications.submitted()
    village = accounts.officer("village_intake")
    sheet = print_paper(application=made, kind="form", by=village, at=AT)
    stranger = accounts.officer("village_intake", OTHER)
    with pytest.raises(Hidden):
        file_paper(paper=sheet, content=jpeg(), by=stranger, at=AT)


def jpeg_of_ink() -> bytes:
    return png()


# taking back at a counter


def test_a_withdrawal_needs_a_sheet_or_a_witness() -> None:
    village = accounts.officer("village_intake")
    made = applications.submitted()
    with pytest.raises(Refusal):
        actions.withdraw_at_counter(application=made, by=village, at=AT)
    me = accounts.Post.objects.get(pk=village.post_id)
    with pytest.raises(Refusal):
        actions.withdraw_at_counter(application=made, witness=me, by=village, at=AT)
    other = accounts.post("village_intake")
    taken = actions.withdraw_at_counter(
        application=made, witness=other, said="找到工作了", by=village, at=AT
    )
    assert taken.state == State.WITHDRAWN
    paper = applications.submitted()
    actions.withdraw_at_counter(application=paper, paper=jpeg(), by=village, at=AT)
    with pytest.raises(Forbidden):
        actions.withdraw_at_counter(
            application=applications.submitted(), paper=jpeg(),
            by=accounts.officer("village_intake", OTHER), at=AT,
        )  # fmt: skip


def test_a_letter_by_person_needs_a_person() -> None:
    made = applications.submitted()
    town = accounts.officer("town_acceptor")
    for kind, person in (("letter", None), ("moon", None), ("form", made.applicant)):
        with pytest.raises(Refusal):
            print_paper(application=made, kind=kind, person=person, by=town, at=AT)
    with pytest.raises(Refusal):
        print_paper(application=made, kind="promise", by=town, at=AT)
