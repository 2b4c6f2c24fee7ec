"""What each action does, and that it does all or nothing."""

from datetime import date, timedelta

import pytest

from doudi.applications.actions import applications as actions
from doudi.applications.actions import items, members, signing
from doudi.applications.actions.items import Typed as TypedItem
from doudi.applications.actions.members import Typed
from doudi.applications.models import Application, FirstView, Remark
from doudi.applications.queries import by_key, timeline, unit_proposed
from doudi.applications.queries.applications import listed
from doudi.applications.queries.declared import items as declared_items
from doudi.applications.rules.people import Condition
from doudi.applications.states import MOVES, State
from doudi.audit.models import Entry
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.facts.models import Fact
from doudi.journal.models import Entry as JournalEntry
from doudi.messaging.models import Message
from doudi.people.models import Authorisation, NoticeRead
from doudi.people.queries import current_name, full_number, payee_account, unsigned_adults
from doudi.people.rules.notices import NOTICE_VERSION
from tests.factories import accounts, applications, people
from tests.factories.pictures import png

pytestmark = pytest.mark.django_db
AT = applications.AT
ON = AT.date()


def codes(application: Application) -> set[str]:
    rows = Remark.objects.filter(application=application, settled_at__isnull=True)
    return set(rows.values_list("code", flat=True))


def verbs(noun: str = "application") -> list[str]:
    return list(Entry.objects.filter(noun=noun).order_by("pk").values_list("verb", flat=True))


def test_start_makes_a_draft_with_its_applicant_and_request() -> None:
    made = applications.draft()
    assert made.state == State.DRAFT
    assert made.number.startswith("SQ430902-260914-")
    assert [r.programme for r in made.requests.all()] == ["dibao"]
    assert made.household.registration == "rural"
    assert verbs() == ["start"]


def test_start_needs_a_village() -> None:
    typed = Typed(name="刘桂英", relation="self", number=people.identity_number(date(1974, 3, 5)))
    with pytest.raises(Refusal) as refusal:
        actions.start(
            place=accounts.place(accounts.TOWN), typed=typed, by=accounts.citizen(), at=AT
        )
    assert refusal.value.field == "place"


def test_an_unreadable_number_is_a_fault_of_its_field() -> None:
    with pytest.raises(Refusal) as refusal:
        applications.draft(number="12345")
    assert refusal.value.field == "number"
    assert not Application.objects.exists()


def test_the_door_is_open_for_a_wrong_check_digit() -> None:
    number = people.identity_number(date(1974, 3, 5))
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert codes(applications.draft(number=wrong)) == {"wrong_check_digit"}


def test_a_typed_number_never_changes_the_name_on_record() -> None:
    known = people.person("刘桂英")
    made = applications.draft(name="王五", number=full_number(known))
    assert made.applicant == known
    assert current_name(known) == "刘桂英"
    assert "name_differs" in codes(made)


def test_members_join_change_and_leave() -> None:
    by = accounts.citizen()
    made = applications.draft(by=by)
    typed = Typed(
        name="刘小雨", relation="child", born_on=date(2017, 5, 8), sex="F",
        condition=Condition(student="compulsory", illness="unknown"),
    )  # fmt: skip
    child = members.add_member(application=made, typed=typed, by=by, at=AT)
    assert "no_number" in codes(made)
    student = Fact.objects.get(person=child, attribute="person.student")
    illness = Fact.objects.get(person=child, attribute="person.illness")
    assert (student.value, illness.value, illness.unknown) == ("compulsory", None, "not_answered")
    number = people.identity_number(date(2017, 5, 8))
    typed = Typed(name="刘小雨", relation="child", number=number)
    other = members.change_member(application=made, person=child, typed=typed, by=by, at=AT)
    assert other != child
    assert "no_number" not in codes(made)
    members.drop_member(application=made, person=other, by=by, at=AT)
    assert not Fact.objects.filter(person=other, superseded_at__isnull=True).exists()
    with pytest.raises(Refusal):
        members.drop_member(application=made, person=made.applicant, by=by, at=AT)


def test_the_same_person_written_twice_is_one_member() -> None:
    by = accounts.citizen()
    number = people.identity_number(date(1974, 3, 5))
    made = applications.draft(by=by, number=number)
    typed = Typed(name="刘桂英", relation="other", number=number)
    assert members.add_member(application=made, typed=typed, by=by, at=AT) == made.applicant
    assert codes(made) == {"number_twice"}
    assert len(listed(made, ON)) == 1


def test_a_number_typed_to_two_names_lets_both_in() -> None:
    by = accounts.citizen()
    number = people.identity_number(date(1974, 3, 5))
    made = applications.draft(by=by, number=number)
    typed = Typed(name="王小二", relation="child", number=number)
    other = members.add_member(application=made, typed=typed, by=by, at=AT)
    assert other != made.applicant
    assert full_number(other) == ""
    assert {"number_twice", "no_number"} == codes(made)
    right = Typed(name="王小二", relation="child", number=number)
    members.change_member(application=made, person=other, typed=right, by=by, at=AT)
    assert len(listed(made, ON)) == 2


def test_an_item_that_is_not_known_is_unknown_and_never_zero() -> None:
    by = accounts.citizen()
    made = applications.draft(by=by)
    fact = items.declare_item(
        application=made, typed=TypedItem(kind="savings", known=False, per="once"), by=by, at=AT
    )
    assert (fact.value, fact.unknown) == (None, "not_answered")
    (line,) = declared_items(made, on=ON, known=AT)
    assert (line.known, line.amount_fen) == (False, None)
    typed = TypedItem(kind="savings", amount_fen=500_000, per="once")
    items.declare_item(application=made, typed=typed, item_id=line.id, by=by, at=AT)
    (line,) = declared_items(made, on=ON, known=AT + timedelta(seconds=1))
    assert line.amount_fen == 500_000
    items.drop_item(application=made, item_id=line.id, by=by, at=AT)
    assert declared_items(made, on=ON, known=AT + timedelta(seconds=1)) == []
    assert Fact.objects.filter(attribute="asset.financial").count() == 2


@pytest.mark.parametrize(
    ("per", "months", "total", "kept"),
    [("month", 12, 720_000, 12), ("month", 5, 300_000, 5), ("year", 12, 60_000, 12)],
)
def test_an_amount_becomes_the_total_of_its_months(per, months, total, kept) -> None:
    by = accounts.citizen()
    made = applications.draft(by=by)
    typed = TypedItem(kind="wage", amount_fen=60_000, per=per, months=months)
    fact = items.declare_item(application=made, typed=typed, person=made.applicant, by=by, at=AT)
    assert fact.value["amount_fen"] == total
    assert fact.value.get("months", 12) == kept
    (line,) = declared_items(made, on=ON, known=AT)
    assert (line.amount_fen, line.per, line.months) == (60_000, per, kept)


def test_signing_on_this_phone_settles_the_remark() -> None:
    by = accounts.citizen()
    made = applications.submitted(by=by, signed=False)
    assert codes(made) == {"unsigned_adult"}
    applications.sign_all(made, by)
    assert codes(made) == set()
    assert unsigned_adults(made.household, ON) == ()


def test_signing_at_the_counter_has_a_witness() -> None:
    made = applications.submitted(signed=False)
    officer = accounts.officer("village_intake")
    letter = signing.sign(
        application=made, person=made.applicant, signature=png(), by=officer, at=AT
    )
    assert (letter.channel, letter.witness_id) == ("counter", officer.post_id)
    shown = NoticeRead.objects.get(noun="authorisation", key=str(letter.pk))
    assert (shown.person, shown.version) == (made.applicant, NOTICE_VERSION)


def test_a_link_is_sent_and_signs_once() -> None:
    by = accounts.citizen()
    made = applications.draft(by=by)
    link = signing.send_link(
        application=made, person=made.applicant, phone="13912345678",
        base_url="http://x/apply/sign/", by=by, at=AT,
    )  # fmt: skip
    message = Message.objects.get(template="applications.sign")
    assert link not in str(message.values)
    token = link.rsplit("/", 1)[1]
    letter = signing.sign_by_link(token=token, signature=png(), by=System("signing_link"), at=AT)
    assert letter.channel == "own_phone"
    assert NoticeRead.objects.filter(key=str(letter.pk), person=made.applicant).count() == 1
    with pytest.raises(Refusal):
        signing.sign_by_link(token=token, signature=png(), by=System("signing_link"), at=AT)
    with pytest.raises(Refusal) as refusal:
        signing.send_link(
            application=made, person=made.applicant, phone="123", base_url="", by=by, at=AT
        )
    assert refusal.value.field == "phone"


def test_submit_twice_is_submit_once() -> None:
    by = accounts.citizen()
    made = applications.submitted(by=by)
    again = actions.submit(application=made, by=by, at=AT + timedelta(hours=1))
    assert again.submitted_at == AT
    assert verbs().count("submit") == 1
    assert Message.objects.filter(template="applications.submitted").count() == 2  # inbox, phone


def test_what_is_remarkable_goes_in() -> None:
    by = accounts.citizen()
    first = applications.submitted(by=by)
    number = full_number(first.applicant)
    who = accounts.citizen()
    second = applications.draft(number=number, by=who)
    typed = TypedItem(kind="pension", amount_fen=900_000, per="month")
    items.declare_item(application=second, typed=typed, person=second.applicant, by=who, at=AT)
    second = actions.submit(application=second, by=who, at=AT)
    assert second.state == State.SUBMITTED
    assert codes(second) == {"already_applying", "unsigned_adult", "above_line"}


def test_the_village_takes_in_and_ends_nothing() -> None:
    made = applications.submitted()
    village = accounts.officer("village_intake")
    with pytest.raises(Refusal) as refusal:
        actions.take_in(application=made, view="doubts", by=village, at=AT)
    assert refusal.value.field == "remark"
    made = actions.take_in(application=made, view="doubts", remark="常住县城", by=village, at=AT)
    assert made.state == State.TAKEN_IN
    assert FirstView.objects.get().note == "常住县城"
    assert "accept" in MOVES[made.state]


def test_the_town_accepts_with_a_dated_receipt() -> None:
    made = applications.accepted()
    assert made.receipt_number.startswith("SL430902-260914-")
    assert made.due_on == date(2026, 10, 30)  # 30 working days over the autumn holidays
    assert made.accepting_office.code == "430902106-town"
    assert JournalEntry.objects.filter(noun="application", verb="accepted").count() == 1
    texts = Message.objects.filter(template="applications.accepted")
    assert {m.address_kind for m in texts} == {"user", "phone"}
    assert [e.word for e in timeline(by_key(made.key))] == ["提交申请", "村级初审", "受理"]


def test_changzhou_has_twenty_days_and_no_village_step() -> None:
    made = applications.submitted(place=accounts.CHANGZHOU_VILLAGE)
    town = accounts.officer("town_acceptor", accounts.CHANGZHOU_VILLAGE)
    made = actions.accept(application=made, by=town, at=AT)
    assert made.due_on == date(2026, 10, 16)


def test_withdraw_by_the_family_only_and_once() -> None:
    by = accounts.citizen()
    made = applications.submitted(by=by)
    with pytest.raises(Forbidden):
        actions.withdraw(application=made, by=accounts.officer("town_acceptor"), at=AT)
    made = actions.withdraw(application=made, by=by, at=AT)
    assert (made.state, made.closed_at) == (State.WITHDRAWN, AT)
    actions.withdraw(application=made, by=by, at=AT)
    assert verbs().count("withdraw") == 1


def test_close_follows_acceptance() -> None:
    made = applications.accepted()
    system = System("decisions.pick_up")
    assert actions.close(application=made, by=system, at=AT).state == State.CLOSED
    actions.close(application=made, by=system, at=AT)
    assert verbs().count("close") == 1
    with pytest.raises(Refusal):
        actions.close(application=applications.submitted(), by=system, at=AT)


def test_the_unit_takes_over_what_the_law_says() -> None:
    made = applications.accepted()
    request = made.requests.get()
    town = accounts.officer("town_acceptor")
    rows = actions.confirm_unit(request=request, by=town, at=AT)
    assert [(row.counted, row.ground) for row in rows] == [
        (True, "self"), (True, "lives_together"), (True, "minor_child"),
    ]  # fmt: skip
    assert {line.counted for line in unit_proposed(request, on=ON, known=AT)} == {True}
    restated = [actions.Stated(row.person, row.counted, row.ground) for row in rows[:2]]
    restated.append(actions.Stated(rows[2].person, None, "unknown"))
    actions.confirm_unit(request=request, members=restated, by=town, at=AT + timedelta(days=1))
    assert request.unit.filter(superseded_at__isnull=True).count() == 3
    wrong = [actions.Stated(rows[0].person, False, "self")]
    with pytest.raises(Refusal):
        actions.confirm_unit(request=request, members=wrong, by=town, at=AT)


def test_the_account_is_optional_and_readable() -> None:
    by = accounts.citizen()
    made = applications.draft(by=by)
    with pytest.raises(Refusal) as refusal:
        members.set_account(
            application=made, holder=made.applicant, bank="农商行", number="12", by=by, at=AT
        )
    assert refusal.value.field == "number"
    members.set_account(
        application=made, holder=made.applicant, bank="农商行", number="6217001234567890123",
        by=by, at=AT,
    )  # fmt: skip
    assert payee_account(made.household).last_four == "0123"


def test_another_village_before_it_is_submitted() -> None:
    by = accounts.citizen()
    made = applications.draft(by=by)
    place = accounts.place(accounts.CHANGZHOU_VILLAGE)
    made = actions.set_place(application=made, place=place, registration="urban", by=by, at=AT)
    made.household.refresh_from_db()
    assert made.place == made.household.place == place


@pytest.mark.parametrize("act", ["submit", "take_in", "accept", "withdraw", "sign"])
def test_without_its_trail_nothing_happened(act, monkeypatch) -> None:
    by = accounts.citizen()
    made = {
        "submit": lambda: applications.draft(by=by),
        "sign": lambda: applications.draft(by=by),
        "take_in": lambda: applications.submitted(by=by),
        "withdraw": lambda: applications.submitted(by=by),
        "accept": lambda: applications.taken_in(),
    }[act]()
    state, letters = made.state, Authorisation.objects.count()

    def lost(*args, **kwargs) -> None:
        raise RuntimeError("no trail")

    module = signing if act == "sign" else actions
    monkeypatch.setattr(module, "record", lost)
    run = {
        "submit": lambda: actions.submit(application=made, by=by, at=AT),
        "sign": lambda: signing.sign(
            application=made, person=made.applicant, signature=png(), by=by, at=AT
        ),
        "take_in": lambda: actions.take_in(
            application=made, view="agrees", by=accounts.officer("village_intake"), at=AT
        ),
        "withdraw": lambda: actions.withdraw(application=made, by=by, at=AT),
        "accept": lambda: actions.accept(
            application=made, by=accounts.officer("town_acceptor"), at=AT
        ),
    }[act]
    with pytest.raises(RuntimeError):
        run()
    made.refresh_from_db()
    assert made.state == state
    assert Authorisation.objects.count() == letters


def test_nothing_is_changed_after_it_was_submitted() -> None:
    by = accounts.citizen()
    made = applications.submitted(by=by)
    with pytest.raises(Refusal) as refusal:
        members.drop_member(application=made, person=made.applicant, by=by, at=AT)
    assert refusal.value.code == "application.submitted"


def test_the_village_silent_for_two_working_days_lets_the_town_accept() -> None:
    made = applications.submitted()  # Monday
    town = accounts.officer("town_acceptor")
    with pytest.raises(Refusal) as refusal:
        actions.accept(application=made, by=town, at=beijing(date(2026, 9, 15)))
    assert refusal.value.code == "application.village_first"
    made = actions.accept(application=made, by=town, at=beijing(date(2026, 9, 16)))
    assert made.state == State.ACCEPTED
