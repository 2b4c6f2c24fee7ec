"""A relative of who approves: that line waits for another approver, the rest goes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doudi.awards.models import Award
from doudi.common import clock
from doudi.common.refusals import Forbidden, Refusal
from doudi.payments.actions import bank, findings, runs
from doudi.payments.models import Line, LineFinding
from doudi.payments.queries import award_balance
from doudi.payments.queries.findings import set_aside_for
from doudi.payments.states import FindingKind, LineState, RunState
from doudi.people.models import InPersonTask
from tests.factories import accounts, kin, payments, people

pytestmark = pytest.mark.django_db
KEY = "91111111-1111-4111-8111-11111111111"


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


@pytest.fixture
def award(desk) -> Award:
    """The approver's relative draws it."""
    made = payments.bare_award(50_000)
    kin.filed(desk.approver, payments.DRAFTED, made.holder)
    return made


@pytest.fixture
def other(award) -> Award:
    return payments.bare_award(40_000, name="王秀兰")


def second() -> object:
    return accounts.officer("finance_approver")


def approved(desk) -> Line:
    """A run approved without the relative; that line."""
    run = payments.drafted(desk)
    runs.approve(run=run, by=desk.approver, at=payments.APPROVED)
    return LineFinding.objects.get(kind=FindingKind.KIN).line


def test_the_line_of_own_kin_stays_behind(desk, award, other) -> None:
    line = approved(desk)
    assert (line.award, line.state) == (award, LineState.SET_ASIDE)
    assert line.run.state == RunState.APPROVED
    assert line.run.lines.get(award=other).state == LineState.READY
    assert "另一位审批人" in line.findings.get().reason
    assert line in set_aside_for(desk.drafter, payments.APPROVED.date())
    assert not InPersonTask.objects.exists()  # it may still go with the rest


def test_another_approver_lets_it_go_with_the_rest(desk, award, other) -> None:
    line = approved(desk)
    findings.pass_line(line=line, by=second(), at=payments.APPROVED)
    run = bank.make_file(run=line.run, by=desk.drafter, at=payments.SENT)
    assert set(run.lines.values_list("state", flat=True)) == {LineState.IN_DOUBT}
    assert not InPersonTask.objects.exists()
    assert line not in set_aside_for(desk.drafter, payments.SENT.date())


def test_without_another_it_follows_and_the_family_hears_so(desk, award, other) -> None:
    line = approved(desk)
    bank.make_file(run=line.run, by=desk.drafter, at=payments.SENT)
    assert InPersonTask.objects.get().template == "payments.held"
    with pytest.raises(Refusal, match="办结后列入下一批"):
        findings.pass_line(line=line, by=second(), at=payments.SENT)
    with pytest.raises(Forbidden, match="近亲属"):
        findings.clear(line=line, reason="给我发", by=desk.approver, at=payments.SENT)
    findings.clear(line=line, reason="换人审批", by=desk.drafter, at=payments.SENT)
    assert award_balance(award, payments.MONTH).waiting == 50_000
    run = runs.draft(
        month=payments.MONTH, programme="dibao", place=desk.place, by=desk.drafter,
        at=payments.SETTLED,
    )  # fmt: skip
    with pytest.raises(Forbidden, match="另一位审批人"):
        runs.approve(run=run, by=desk.approver, at=payments.SETTLED)
    run = runs.approve(run=run, by=second(), at=payments.SETTLED)
    assert run.lines.get().state == LineState.READY


def test_who_lets_it_go(desk, award, other) -> None:
    line = approved(desk)
    with pytest.raises(Forbidden, match="近亲属"):
        findings.pass_line(line=line, by=desk.approver, at=payments.APPROVED)
    with pytest.raises(Forbidden, match="岗位办理"):
        findings.pass_line(line=line, by=desk.drafter, at=payments.APPROVED)
    mine = second()
    payments.confirmed(award)
    line.account.confirmed_post_id = mine.post_id
    line.account.save(update_fields=["confirmed_post"])
    with pytest.raises(Refusal, match="收款账户是您"):
        findings.pass_line(line=line, by=mine, at=payments.APPROVED)
    ready = line.run.lines.get(award=other)
    with pytest.raises(Refusal, match="不是因为近亲属"):
        findings.pass_line(line=ready, by=second(), at=payments.APPROVED)


def test_nobody_calls_the_line_of_own_kin_right(desk, award, other) -> None:
    for one in (award, other):
        people.account(one.household, one.holder, "6217009999999999999")
        payments.confirmed(one)
    run = payments.drafted(desk)
    finding = LineFinding.objects.get(line__run=run, line__award=award)
    with pytest.raises(Forbidden, match="近亲属"):
        findings.confirm(finding=finding, reason="x", by=desk.approver, at=payments.DRAFTED)
    with pytest.raises(Forbidden, match="近亲属"):
        findings.set_aside(
            line=finding.line, reason="x", by=desk.approver, at=payments.DRAFTED
        )  # fmt: skip


def page_of(client: Client, by: object, url: str) -> str:
    accounts.sign_in(client, by)
    return client.get(url).content.decode()


def test_the_pages_say_what_happens(client: Client, monkeypatch, desk, award, other) -> None:
    monkeypatch.setattr(clock, "now", lambda: payments.APPROVED)
    run, mine = payments.drafted(desk), second()
    url = f"/desk/payments/{run.key}/"
    assert "其中 1 户有您备案的近亲属" in page_of(client, desk.approver, url)
    client.post(f"{url}approve/", {"_key": f"{KEY}1"})
    assert "核准这一笔" not in client.get(url).content.decode()
    assert "核准这一笔" in page_of(client, mine, url)
    line = run.lines.get(award=award)
    answer = client.post(f"{url}lines/{line.pk}/pass/", {"_key": f"{KEY}2"}, follow=True)
    assert "已核准，这一笔和其余的一起发放" in answer.content.decode()
    line.refresh_from_db()
    assert line.state == LineState.READY


def test_the_page_asks_as_much_for_many_families(client: Client, monkeypatch, desk, award) -> None:
    monkeypatch.setattr(clock, "now", lambda: payments.APPROVED)
    counts = []
    for more in (1, 4):
        for number in range(more):
            made = payments.bare_award(40_000, name=f"王秀{'兰英芳梅'[number]}")
            kin.filed(desk.approver, payments.DRAFTED, made.holder)
        run = payments.drafted(desk)
        accounts.sign_in(client, desk.approver)
        client.get(f"/desk/payments/{run.key}/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/desk/payments/{run.key}/")
        counts.append(len(asked))
        runs.cancel(run=run, reason="再来", by=desk.drafter, at=payments.APPROVED)
    assert counts[0] == counts[1]
