"""The month's runs, the bank, accounts, what is asked back."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from doudi.common.months import add_months, month_of
from doudi.payments.actions import bank, findings, recovery, runs
from doudi.payments.models import Line, LineFinding, RecoveryClaim, Run
from doudi.payments.states import LineState, RunState
from doudi.people.models import PayeeAccount
from tests.factories import payments, people
from tests.machine.cases import few
from tests.machine.life import Life


class Money(Life):
    """Two people of the district's payments and a bank that answers as it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = payments.Desk()
        self.the_case_goes_its_way(0, objected=False)  # every story begins with a family on aid
        self.the_month_begins()
        self.a_month_is_paid(paid=True, lost=False)

    def last(self, *states: str) -> Run | None:
        return Run.objects.filter(state__in=states).order_by("-pk").first()

    @rule(pick=few, ending=st.integers(1, 3))
    def an_account_is_given(self, pick: int, ending: int) -> None:
        for award in self.awards()[pick : pick + 1]:
            number = f"62170012345678{award.pk % 100:02d}{ending:03d}"
            self.attempt(
                lambda award=award, number=number: people.account(
                    award.household, award.holder, number
                )
            )
            PayeeAccount.objects.filter(superseded_at=None, confirmed_at=None).update(
                confirmed_at=self.at()
            )

    @rule(ahead=st.integers(0, 1))
    def draft(self, ahead: int) -> None:
        month = add_months(month_of(self.today), ahead)
        self.attempt(
            lambda: runs.draft(
                month=month, programme="dibao", place=self.desk.place, by=self.desk.drafter,
                at=self.at(),
            )
        )  # fmt: skip

    @rule(right=st.booleans())
    def answer_findings(self, right: bool) -> None:
        for found in LineFinding.objects.filter(answer="").select_related("line"):
            if right:
                self.attempt(
                    lambda found=found: findings.confirm(
                        finding=found, reason="已核对。", by=self.desk.approver, at=self.at()
                    )
                )
            self.attempt(
                lambda found=found: findings.set_aside(
                    line=found.line, reason="待核对。", by=self.desk.approver, at=self.at()
                )
            )

    @rule(own=st.booleans())
    def approve(self, own: bool) -> None:
        if run := self.last(RunState.DRAFT):
            by = self.desk.drafter if own else self.desk.approver
            self.attempt(lambda: runs.approve(run=run, by=by, at=self.at()))

    @rule(lost=st.booleans())
    def to_the_bank(self, lost: bool) -> None:
        """`lost`: the machine stopped before anybody noted that the bank has the file."""
        run = self.last(RunState.APPROVED, RunState.MADE)
        if run is None:
            return
        self.attempt(lambda: bank.make_file(run=run, by=self.desk.drafter, at=self.at()))
        if not lost:
            self.attempt(lambda: bank.send(run=run, by=self.desk.drafter, at=self.at()))

    @rule(paid=st.booleans(), all_of_them=st.booleans())
    def the_bank_answers(self, paid: bool, all_of_them: bool) -> None:
        run = self.last(RunState.SENT, RunState.MADE)
        if run is None:
            return
        lines = run.lines.filter(state__in=[LineState.IN_TRANSIT, LineState.IN_DOUBT])
        words = "成功" if paid else "失败"
        rows = [
            payments.row(line, words, "" if paid else "账户异常", on="")
            for line in lines.order_by("pk")[: None if all_of_them else 1]
        ]
        self.attempt(
            lambda: bank.settle(
                run=run, content=payments.answer(rows), by=self.desk.drafter, at=self.at()
            )
        )

    @rule(paid=st.booleans(), lost=st.booleans())
    def a_month_is_paid(self, paid: bool, lost: bool) -> None:
        for pick in range(3):
            self.an_account_is_given(pick, 1)
        self.clear_lines()
        self.draft(0)
        self.answer_findings(right=True)
        self.approve(own=False)
        self.to_the_bank(lost)
        self.the_bank_answers(paid, all_of_them=True)

    @rule()
    def take_a_run_back(self) -> None:
        if run := self.last(RunState.MADE):
            self.attempt(
                lambda: bank.take_back(
                    run=run, reason="银行没有收到。", by=self.desk.approver, at=self.at()
                )
            )
        if run := self.last(RunState.DRAFT, RunState.APPROVED):
            self.attempt(
                lambda: runs.cancel(run=run, reason="重编", by=self.desk.drafter, at=self.at())
            )

    @rule()
    def clear_lines(self) -> None:
        for line in Line.objects.filter(state=LineState.SET_ASIDE):
            self.attempt(
                lambda line=line: findings.clear(
                    line=line, reason="已核对。", by=self.desk.drafter, at=self.at()
                )
            )

    @rule(waive=st.booleans())
    def look_at_claims(self, waive: bool) -> None:
        for claim in RecoveryClaim.objects.filter(state="proposed")[:1]:
            if waive:
                self.attempt(
                    lambda claim=claim: recovery.waive(
                        claim=claim, reason="家庭无过错。", by=self.staff["reviewer"], at=self.at()
                    )
                )
