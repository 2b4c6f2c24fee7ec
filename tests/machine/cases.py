"""Families, officers and time: from an opinion to a letter that is served, and its review."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from doudi.applications.actions import applications as applying
from doudi.applications.states import Channel
from doudi.common.actors import Officer
from doudi.common.clock import beijing
from doudi.common.refusals import Refusal
from doudi.decisions import actions
from doudi.decisions.actions import reviews
from doudi.decisions.models import Decision, Letter, Objection, Posting, Review
from doudi.decisions.queries import standing
from doudi.decisions.states import ObjectionRoute, Outcome, PostingKind, Recommendation
from tests.factories import accounts, applications, decisions
from tests.factories.pictures import jpeg

few = st.integers(0, 3)
anyone = st.integers(0, 40)
NUMBERS = ("430902197403050015", "11010519491231002x", "430902740305001")


class Cases(RuleBasedStateMachine):
    """A village, its town, its district. `who`: now and then the wrong officer tries."""

    def __init__(self) -> None:
        super().__init__()
        self.hold = transaction.atomic()
        self.hold.__enter__()
        self.now = beijing(decisions.OPINION, 9)
        self.staff = decisions.officers()
        more = ("county_reviewer", "county_leader", "town_leader", "town_acceptor", "auditor")
        self.crowd = [*self.staff.values(), *(accounts.officer(duty) for duty in more)]
        self.cases: list[decisions.Case] = []
        self.entered: dict[int, tuple[object, ...]] = {}
        self.family(120_000)
        self.family(9_000_000)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.hold.__exit__(None, None, None)

    # ── means ───────────────────────────────────────────────────────────────────────────────
    def at(self) -> datetime:
        self.now += timedelta(minutes=7)
        return self.now

    @property
    def today(self) -> date:
        return self.now.date()

    def attempt(self, act: Callable[[], object]) -> None:
        with suppress(Refusal), transaction.atomic():
            act()

    def case(self, pick: int) -> decisions.Case:
        return self.cases[pick % len(self.cases)]

    def who(self, pick: int, duty: str) -> Officer:
        """Mostly the officer whose duty it is."""
        return self.crowd[pick % len(self.crowd)] if pick % 4 == 0 else self.staff[duty]

    # ── families and time ───────────────────────────────────────────────────────────────────
    @rule(pension=st.sampled_from([0, 120_000, 600_000, 9_000_000]))
    def family(self, pension: int) -> None:
        if len(self.cases) < 4:
            self.cases.append(decisions.ready(wage_fen=pension, staff=self.staff))

    @rule(days=st.sampled_from([1, 3, 8, 8, 31]))
    def pass_days(self, days: int) -> None:
        self.now = beijing(self.today + timedelta(days=days), 9)

    @rule(number=st.sampled_from(NUMBERS), signed=st.booleans())
    def apply(self, number: str, signed: bool) -> None:
        """2: whatever is remarkable about it, what can be read is let in."""
        family = accounts.citizen()
        made = applications.draft(by=family, number=number, at=self.at())
        if signed:
            applications.sign_all(made, family, self.at())
        made = applying.submit(application=made, by=family, at=self.at())
        assert made.channel == Channel.PHONE
        assert made.submitted_at is not None

    # ── opinion, sheet, objection ───────────────────────────────────────────────────────────
    @rule(pick=few, who=anyone, agree=st.booleans())
    def give_opinion(self, pick: int, who: int, agree: bool) -> None:
        request, by = self.case(pick).request, self.who(who, "leader")
        words = Recommendation.GRANT if agree else Recommendation.REFUSE

        def act() -> None:
            found = actions.assess(request=request, by=by, at=self.at())
            actions.give_opinion(
                request=request, assessment=found, recommendation=words, reason="按核实结果。",
                by=by, at=self.at(),
            )  # fmt: skip

        self.attempt(act)

    @rule(pick=few, before=st.booleans(), hang=st.booleans(), late=st.integers(-1, 1))
    def put_up_a_sheet(self, pick: int, before: bool, hang: bool, late: int) -> None:
        request = self.case(pick).request
        kind = PostingKind.BEFORE if before else PostingKind.AFTER

        def act() -> None:
            sheet = actions.prepare_posting(
                place=request.application.place, requests=[request], kind=kind,
                by=self.staff["leader"], at=self.at(),
            )  # fmt: skip
            if hang:
                actions.hang(
                    posting=sheet, hung_on=self.today + timedelta(days=late), where="村务公开栏",
                    photo=jpeg(), by=self.staff["village"], at=self.at(),
                )  # fmt: skip

        self.attempt(act)

    @rule(pick=few, who=anyone)
    def take_down(self, pick: int, who: int) -> None:
        for sheet in Posting.objects.filter(taken_down_at__isnull=True).order_by("pk")[: pick + 1]:
            self.attempt(
                lambda sheet=sheet: actions.take_down(
                    posting=sheet, photo=jpeg(), by=self.who(who, "village"), at=self.at()
                )
            )

    @rule(pick=few, substance=st.booleans())
    def object(self, pick: int, substance: bool) -> None:
        line = standing.line_of(self.case(pick).request)
        if line is None:
            return

        def act() -> None:
            said = actions.note_objection(
                line=line, raised_on=self.today, text="他家有车。", by=self.staff["village"],
                at=self.at(),
            )  # fmt: skip
            actions.judge_objection(
                objection=said, substance=substance, reason="已了解。",
                route=ObjectionRoute.APPRAISE if substance else "",
                by=self.staff["leader"], at=self.at(),
            )  # fmt: skip

        self.attempt(act)

    @rule(who=anyone)
    def settle_objections(self, who: int) -> None:
        for said in Objection.objects.filter(answered_at__isnull=True)[:1]:
            by = self.who(who, "leader")
            self.attempt(lambda said=said, by=by: self._appraise(said, by))
            self.attempt(
                lambda said=said, by=by: actions.answer_objection(
                    objection=said, answer="已核实，按规定办理。", told_on=self.today, by=by,
                    at=self.at(),
                )
            )  # fmt: skip

    def _appraise(self, said: Objection, by: Officer) -> None:
        actions.hold_appraisal(
            objection=said, held_on=self.today, where="村委会", attendants=9, representatives=7,
            agree=8, disagree=1, text="生活确有困难。", minutes=jpeg(), by=by, at=self.at(),
        )  # fmt: skip

    # ── decision, letter, review ────────────────────────────────────────────────────────────
    @rule(pick=few, who=anyone, grant=st.booleans())
    def propose(self, pick: int, who: int, grant: bool) -> None:
        self.attempt(
            lambda: actions.propose(
                request=self.case(pick).request, reason="同意审核意见。",
                outcome=Outcome.GRANTED if grant else Outcome.REFUSED,
                by=self.who(who, "reviewer"), at=self.at(),
            )
        )  # fmt: skip

    @rule(who=anyone, back=st.booleans())
    def decide(self, who: int, back: bool) -> None:
        open_ones = Decision.objects.filter(decided_at__isnull=True, returned_at__isnull=True)
        for decision in open_ones.order_by("pk"):
            by = self.who(who, "decider")
            if back and who % 5 == 0:
                self.attempt(
                    lambda d=decision, by=by: actions.return_proposal(
                        decision=d, reason="请补充理由。", by=by, at=self.at()
                    )
                )
            self.attempt(lambda d=decision, by=by: actions.decide(decision=d, by=by, at=self.at()))

    @rule(who=anyone)
    def serve(self, who: int) -> None:
        for letter in Letter.objects.filter(served_on__isnull=True).order_by("pk")[:1]:
            self.attempt(
                lambda letter=letter: actions.serve(
                    letter=letter, how="handed_over", served_on=self.today, in_person=True,
                    to=self.cases[0].person, by=self.who(who, "village"), at=self.at(),
                )
            )  # fmt: skip

    @rule(pick=few)
    def a_refusal_goes_its_way(self, pick: int) -> None:
        self.give_opinion(pick, 1, agree=False)
        self.propose(pick, 1, grant=False)
        self.decide(1, back=False)

    @rule(pick=few, who=anyone, annul=st.booleans())
    def review(self, pick: int, who: int, annul: bool) -> None:
        case = self.case(pick)
        decision = standing.current_decision(case.request)
        if decision is None:
            return
        self.attempt(
            lambda: reviews.ask_review(
                decision=decision, text="请再看一次。", by=case.citizen, at=self.at()
            )
        )
        for asked in Review.objects.filter(answered_at__isnull=True):
            by = self.crowd[who % len(self.crowd)]
            self.attempt(
                lambda asked=asked, by=by: reviews.answer_review(
                    review=asked, outcome="annulled" if annul else "upheld", answer="已复核。",
                    by=by, at=self.at(),
                )
            )  # fmt: skip
