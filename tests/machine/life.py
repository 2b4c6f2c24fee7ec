"""What happens to a family on aid: reported, looked at, heard, decided, applied."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from doudi.awards.actions import changes, checkins, rechecks
from doudi.awards.models import Award, Change
from doudi.awards.queries.changes import matter_of, proposal_of
from doudi.awards.queries.checkins import missed_in
from doudi.awards.queries.rechecks import is_coming, to_open
from doudi.awards.states import ChangeState
from doudi.awards.tasks import handle as awards_learn
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.decisions.actions import matters
from doudi.decisions.queries import standing
from doudi.payments.tasks import handle as payments_learn
from tests.factories.trail import deliver
from tests.machine.cases import Cases, anyone, few

TASK = System("machine")


class Life(Cases):
    """Changes of awards; the journal is read now and then, as a worker would."""

    def awards(self) -> list[Award]:
        return list(Award.objects.order_by("pk"))

    @rule()
    def the_worker_reads(self) -> None:
        deliver(awards_learn)
        deliver(payments_learn)

    @rule(
        pick=few,
        pension=st.sampled_from([0, 60_000, 300_000, 800_000, 9_000_000]),
        ago=st.sampled_from([0, 20, 75]),
        reason=st.sampled_from(["income", "employment"]),
    )
    def something_changes(self, pick: int, pension: int, ago: int, reason: str) -> None:
        for award in self.awards()[pick : pick + 1]:
            self.attempt(lambda award=award: self._report(award, pension, ago, reason))

    def _report(self, award: Award, pension: int, ago: int, reason: str) -> None:
        by = self.staff["leader"]
        day = max(self.today - timedelta(days=ago), award.valid_from)
        change = changes.report(
            award=award, reason=reason, text="收入变了。", person=award.holder, event_on=day,
            by=by, at=self.at(),
        )  # fmt: skip
        changes.confirm(change=change, event_on=day, person=award.holder, by=by, at=self.at())
        changes.state_found(
            change=change, attribute="income.transfer", person=award.holder,
            value={"code": "pension", "amount_fen": pension}, source="人社", as_of=day, by=by,
            at=self.at(),
        )  # fmt: skip
        changes.assess(change=change, by=by, at=self.at())

    @rule(pick=few)
    def somebody_dies(self, pick: int) -> None:
        case = self.case(pick)
        for award in Award.objects.filter(household=case.request.application.household):
            person = award.beneficiaries.order_by("pk").last().person
            self.attempt(lambda award=award, person=person: self._dies(award, person))

    def _dies(self, award: Award, person: object) -> None:
        by = self.staff["leader"]
        change = changes.report(
            award=award, reason="death", person=person, event_on=self.today, by=by, at=self.at()
        )
        changes.confirm(change=change, event_on=self.today, person=person, by=by, at=self.at())
        changes.assess(change=change, by=by, at=self.at())

    @rule(pick=few, reached=st.booleans())
    def the_family_is_heard(self, pick: int, reached: bool) -> None:
        for change in Change.objects.filter(state=ChangeState.OPEN).order_by("pk")[: pick + 1]:
            award = change.award
            self.attempt(
                lambda change=change, award=award: matters.hear(
                    matter=matter_of(change), household=award.household,
                    heard=award.holder if reached else None,
                    way="in_person" if reached else "not_reached", held_on=self.today,
                    told="收入增加，拟调减。", said="我有看病的开支。" if reached else "",
                    by=self.staff["leader"], at=self.at(),
                )
            )  # fmt: skip

    @rule(pick=few, who=anyone,
          outcome=st.sampled_from(["raised", "reduced", "unchanged", "ended", "suspended",
                                   "resumed"]))  # fmt: skip
    def propose_a_change(self, pick: int, who: int, outcome: str) -> None:
        for change in Change.objects.filter(state=ChangeState.OPEN).order_by("-pk")[: pick + 1]:
            self.attempt(
                lambda change=change: changes.propose(
                    change=change, outcome=outcome, reason="按核实结果。",
                    by=self.who(who, "reviewer"), at=self.at(),
                )
            )  # fmt: skip

    @rule()
    def nobody_looks_in(self) -> None:
        """Rechecks open, check-ins are missed; no award and no entry changes for that."""
        before = self.standings()
        on = self.today
        for award in [one for one in to_open(on) if is_coming(one, on)]:
            rechecks.open_recheck(award=award, by=TASK, at=self.at())
        for award, quarter in missed_in(on):
            checkins.open_miss(award=award, quarter=quarter, by=TASK, at=self.at())
        assert before == self.standings()

    def standings(self) -> list[tuple[object, ...]]:
        return list(Award.objects.order_by("pk").values_list("pk", "state", "valid_until"))

    @rule(pick=few, pension=st.sampled_from([0, 60_000, 300_000, 800_000, 9_000_000]))
    def a_change_goes_its_way(self, pick: int, pension: int) -> None:
        self.something_changes(pick, pension, 20, "income")
        self.the_family_is_heard(3, reached=True)
        for change in Change.objects.filter(state=ChangeState.OPEN).order_by("-pk")[:1]:
            found = proposal_of(change, self.today)
            if found is not None:
                self.propose_a_change(0, 1, str(found.outcome))
        self.decide(1, back=False)
        self.the_worker_reads()

    @rule(pick=few, objected=st.booleans())
    def the_case_goes_its_way(self, pick: int, objected: bool) -> None:
        """So that stories get far: what is due next is done by whoever should do it."""
        case = self.case(pick)
        self.give_opinion(pick, 1, agree=True)
        self.put_up_a_sheet(pick, before=True, hang=True, late=0)
        if objected:
            self.object(pick, substance=False)
            self.settle_objections(1)
        self.pass_days(8)
        self.take_down(3, 1)
        self.propose(pick, 1, grant=standing.current_opinion(case.request) is not None)
        self.decide(1, back=False)
        self.the_worker_reads()

    @rule()
    def the_month_begins(self) -> None:
        first = (self.today.replace(day=1) + timedelta(days=32)).replace(day=1)
        self.now = beijing(first, 9)
        self.the_worker_reads()
