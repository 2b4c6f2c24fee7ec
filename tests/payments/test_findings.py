"""Lines compared before approval: set aside by a named person, or right; the rest goes."""

from datetime import date

import pytest

from doudi.awards.models import Award, Beneficiary
from doudi.common.refusals import Forbidden, Refusal
from doudi.payments import queries
from doudi.payments.actions import bank, findings, runs
from doudi.payments.models import LineFinding
from doudi.payments.queries.findings import set_aside_for
from doudi.payments.states import LineState, RunState
from doudi.people.actions import payees
from doudi.people.models import InPersonTask, Person
from doudi.policies.rules.exclusions import excluding, pairs
from tests.factories import accounts, kin, payments, people
from tests.factories.pictures import png

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


@pytest.fixture
def award() -> Award:
    return payments.bare_award(50_000)


def kinds(run) -> list[str]:
    return sorted(LineFinding.objects.filter(line__run=run).values_list("kind", flat=True))


def same_account(award: Award, other: Award) -> None:
    for one in (award, other):
        people.account(one.household, one.holder, "6217009999999999999")
        payments.confirmed(one)


def test_nothing_remarkable_is_no_finding(desk, award):
    assert kinds(payments.drafted(desk)) == []


def test_one_account_of_two_households_is_answered_before_the_approval(desk, award):
    other = payments.bare_award(40_000, name="王秀兰")
    same_account(award, other)
    run = payments.drafted(desk)
    assert kinds(run) == ["shared", "shared"]
    with pytest.raises(Refusal, match="还有 2 个问题"):
        runs.approve(run=run, by=desk.approver, at=payments.APPROVED)
    aside, right = run.lines.order_by("pk")
    findings.set_aside(line=aside, reason="要看协议", by=desk.drafter, at=payments.DRAFTED)
    finding = right.findings.get()
    findings.confirm(finding=finding, reason="是本人", by=desk.approver, at=payments.DRAFTED)
    run = runs.approve(run=run, by=desk.approver, at=payments.APPROVED)
    assert run.state == RunState.APPROVED
    held = aside.findings.get()
    assert (held.answer, held.due_on) == ("set_aside", date(2026, 10, 12))  # Saturday is worked
    assert InPersonTask.objects.filter(template="payments.set_aside").count() == 1
    run = bank.make_file(run=run, by=desk.drafter, at=payments.SENT)
    bank.send(run=run, by=desk.drafter, at=payments.SENT)
    aside.refresh_from_db()
    right.refresh_from_db()
    assert (aside.state, right.state) == (LineState.SET_ASIDE, LineState.IN_TRANSIT)


def test_what_is_set_aside_follows_when_it_is_cleared(desk, award):
    other = payments.bare_award(40_000, name="王秀兰")
    same_account(award, other)
    run = payments.drafted(desk)
    for line in run.lines.all():
        findings.set_aside(line=line, reason="要看协议", by=desk.drafter, at=payments.DRAFTED)
    run = runs.approve(run=run, by=desk.approver, at=payments.APPROVED)
    with pytest.raises(Refusal, match="没有一户"):
        bank.make_file(run=run, by=desk.drafter, at=payments.SENT)
    line = run.lines.get(award=award)
    assert queries.award_balance(award, payments.MONTH).set_aside == 50_000
    findings.clear(line=line, reason="协议补来了", by=desk.drafter, at=payments.SENT)
    assert queries.award_balance(award, payments.MONTH).waiting == 50_000
    with pytest.raises(Refusal, match="没有暂存"):
        findings.clear(line=line, reason="再来", by=desk.drafter, at=payments.SENT)
    account = award.household.accounts.get(superseded_at=None)
    payees.agree(
        account=account, reason="同住的姐姐代领", paper=png(), agreed_on=date(2026, 10, 9),
        by=accounts.officer("town_acceptor"), at=payments.SETTLED,
    )  # fmt: skip
    following = runs.draft(
        month=NOVEMBER, programme="dibao", place=desk.place, by=desk.drafter, at=payments.SETTLED
    )
    assert following.lines.get(award=award).amount_fen == 100_000
    assert kinds(following) == ["shared"]  # the other household has no agreement


def test_what_is_found_after_the_approval_waits_on_the_tray(desk, award):
    payments.bare_award(40_000, name="王秀兰")
    run = payments.approved(desk)
    Person.objects.filter(pk=award.holder_id).update(died_on=date(2026, 10, 8))
    run = bank.make_file(run=run, by=desk.drafter, at=payments.SENT)
    line = run.lines.get(award=award)
    assert line.state == LineState.SET_ASIDE
    assert line in set_aside_for(desk.drafter, payments.SENT.date())
    held = line.findings.get()
    assert held.answered_by_id == desk.drafter.post_id
    assert held.due_on is not None
    findings.clear(line=line, reason="改发家属", by=desk.drafter, at=payments.SENT)
    assert queries.award_balance(award, payments.MONTH).waiting == 50_000


def test_nobody_approves_a_run_of_nothing_but_a_relative(desk, award):
    run = payments.drafted(desk)
    kin.filed(desk.approver, payments.DRAFTED, award.holder)
    with pytest.raises(Forbidden) as no:
        runs.approve(run=run, by=desk.approver, at=payments.APPROVED)
    assert no.value.code == "kin.own"


def test_an_account_of_nobody_in_the_household(desk, award):
    stranger = people.person("周大明", sex="M")
    people.account(award.household, stranger, "6217001111111111111")
    payments.confirmed(award)
    assert kinds(payments.drafted(desk)) == ["not_member"]


def test_a_dead_holder_is_asked_about(desk, award):
    Person.objects.filter(pk=award.holder_id).update(died_on=date(2026, 9, 30))
    assert "dead" in kinds(payments.drafted(desk))


def test_an_account_nobody_confirmed_is_set_aside_and_cannot_be_called_right(desk, award):
    payments.bare_award(40_000, name="王秀兰")
    people.account(award.household, award.holder, "6217001111111111111")
    run = payments.drafted(desk)
    finding = LineFinding.objects.get(line__run=run)
    assert (finding.kind, finding.answer) == ("unconfirmed", "set_aside")
    assert finding.line.state == LineState.SET_ASIDE
    with pytest.raises(Refusal, match="没有可用的账户"):
        findings.confirm(finding=finding, reason="x", by=desk.approver, at=payments.DRAFTED)


@pytest.mark.parametrize(
    ("programme", "found"),
    [("tekun", ["excluded"]), ("dibao", ["excluded"]), ("disability_living", []),
     ("factual_orphan", []), ("temporary", [])],
)  # fmt: skip
def test_a_person_in_two_awards(desk, award, programme, found):
    earlier = payments.bare_award(40_000, name="王秀兰", valid_from=date(2026, 9, 1))
    Award.objects.filter(pk=earlier.pk).update(programme=programme)
    Beneficiary.objects.create(award=earlier, person=award.holder, valid_from=date(2026, 9, 1))
    run = payments.drafted(desk)
    mine = LineFinding.objects.filter(line__run=run, line__award=award)
    assert [one.kind for one in mine] == found
    assert [one.other_id for one in mine] == [earlier.pk] * len(found)


def test_pairs_are_dated_and_never_both():
    assert "tekun" in excluding("dibao", date(2026, 10, 1))
    assert "tekun" not in excluding("dibao", date(2015, 1, 1))
    assert all(one.basis and one.standing for one in pairs())


def test_who_answers(desk, award):
    other = payments.bare_award(40_000, name="王秀兰")
    same_account(award, other)
    run = payments.drafted(desk)
    line = run.lines.first()
    for who in (
        accounts.officer("county_leader"),
        accounts.officer("finance_drafter", accounts.CHANGZHOU_VILLAGE),
    ):
        with pytest.raises(Forbidden):
            findings.set_aside(line=line, reason="x", by=who, at=payments.DRAFTED)
