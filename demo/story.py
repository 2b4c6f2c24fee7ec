"""One family's way through the stations, each a call of the same action that a page calls."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from demo.families import Family, Someone, number_of
from demo.pictures import photograph, signature
from demo.staff import SETUP, Staff
from doudi.accounts.actions.citizens import open_citizen
from doudi.accounts.queries import place_by_code
from doudi.applications.actions import applications, items, members, signing, units
from doudi.applications.models import Application, Request
from doudi.applications.queries import by_key, request_of
from doudi.applications.rules.people import Condition
from doudi.common.actors import Citizen, Officer
from doudi.common.clock import beijing
from doudi.common.crypto import blind_index
from doudi.common.workdays import add_workdays
from doudi.decisions.actions import deciding, letters, opinions, postings
from doudi.decisions.actions.assessments import assess
from doudi.decisions.models import Decision, Posting
from doudi.decisions.queries import county, letter_of
from doudi.people.queries import excused, unsigned_adults
from doudi.people.queries import members as people_of
from doudi.verification import actions as verification
from doudi.verification.rules import Source, sources
from doudi.visits import actions as visits
from doudi.visits.models import Plan
from doudi.visits.rules import COUNTY, Told


@dataclass
class Story:
    """A family under way. `day` is the date on which the next station happens."""

    family: Family
    staff: Staff
    serial: int
    day: date
    key: UUID | None = None
    citizen: Citizen | None = None
    granted: bool = field(default=True)

    @property
    def application(self) -> Application:
        assert self.key is not None
        return by_key(self.key)

    @property
    def request(self) -> Request:
        return request_of(self.application)

    def at(self, hour: int, minute: int = 0) -> datetime:
        return beijing(self.day, hour, minute)

    def pass_workdays(self, count: int) -> None:
        self.day = add_workdays(self.day, count)

    # ── the family, on its phone ────────────────────────────────────────────────────────────
    def start(self) -> "Story":
        first = self.family.members[0]
        user = open_citizen(phone=self.family.phone, by=SETUP, at=self.at(8))
        session = blind_index("session", f"demo {self.family.phone}").hex()
        self.citizen = Citizen(user.pk, 0, session)
        application = applications.start(
            place=place_by_code(self.family.village, self.day),
            typed=self._typed(first, 0),
            registration=self.family.registration,
            address=self.family.address,
            by=self.citizen,
            at=self.at(8, 5),
        )
        self.key = application.key
        for index, someone in enumerate(self.family.members[1:], start=1):
            typed = self._typed(someone, index)
            by = self.citizen
            members.add_member(application=application, typed=typed, by=by, at=self.at(8, 10))
        self._declare()
        return self

    def _typed(self, someone: Someone, index: int) -> members.Typed:
        kind, level = someone.disability or ("none", "unknown")
        condition = Condition(
            student=someone.student or "none",
            disability_kind=kind,
            disability_level=level,
            illness=someone.illness or "none",
        )
        number = number_of(someone, self.serial * 10 + index)
        return members.Typed(someone.name, someone.relation, number, condition=condition)

    def _declare(self) -> None:
        assert self.citizen is not None
        people = [one.person for one in people_of(self.application.household, self.day)]
        for item in self.family.items:
            owned = item.kind not in {"farming", "business", "savings"}
            items.declare_item(
                application=self.application,
                typed=items.Typed(kind=item.kind, amount_fen=item.yuan * 100, per=item.per),
                person=people[item.member] if owned else None,
                by=self.citizen,
                at=self.at(8, 20),
            )
        if self.family.account:
            members.set_account(
                application=self.application,
                holder=people[0],
                bank="湖南农村商业银行",
                number=self.family.account,
                by=self.citizen,
                at=self.at(8, 25),
            )

    def submit(self) -> "Story":
        assert self.citizen is not None
        application = self.application
        for one in unsigned_adults(application.household, self.day):
            signing.sign(
                application=application,
                person=one.person,
                signature=signature(one.person.pk),
                by=self.citizen,
                at=self.at(8, 30),
            )
        applications.submit(application=application, by=self.citizen, at=self.at(8, 40))
        return self

    # ── village and town ────────────────────────────────────────────────────────────────────
    def take_in(self) -> "Story":
        self.pass_workdays(1)
        applications.take_in(
            application=self.application,
            view="agrees",
            remark="情况属实，家庭确有困难。",
            by=self.staff.village,
            at=self.at(9),
        )
        return self

    def accept(self) -> "Story":
        applications.accept(application=self.application, by=self.staff.acceptor, at=self.at(14))
        return self

    def ask(self) -> "Story":
        """The check is asked for and a visit is planned."""
        self.pass_workdays(1)
        household = self.application.household
        verification.request_check(
            household=household, purpose="dibao", by=self.staff.acceptor, at=self.at(9)
        )
        visits.plan(
            household=household,
            purpose="dibao",
            first=self.staff.first,
            second=self.staff.second,
            visit_on=add_workdays(self.day, 2),
            due_on=add_workdays(self.day, 5),
            by=self.staff.acceptor,
            at=self.at(9, 30),
        )
        return self

    def visit(self) -> "Story":
        self.pass_workdays(2)
        plan = self.application.household.visit_plans.get(cancelled_at__isnull=True)
        self._look(plan, self.staff.first)
        return self

    def _look(self, plan: Plan, by: Officer) -> None:
        """What the first of the two does at the family's home, from ten to eleven."""
        visit = uuid4()
        met = {"plan": plan, "visit": visit, "by": by}
        visits.start_visit(**met, met="本人", recorded_at=self.at(10), at=self.at(10))
        visits.record_answers(
            **met, answers=self._answers(), recorded_at=self.at(10, 20), at=self.at(10, 20)
        )
        pictures = [("photo", photograph(self.serial))]
        pictures += [
            (f"signature_{who}", signature(self.serial * 3 + n))
            for n, who in enumerate(("family", "first", "second"))
        ]
        for kind, content in pictures:
            visits.add_evidence(
                **met,
                evidence=uuid4(),
                kind=kind,
                content=content,
                recorded_at=self.at(10, 40),
                at=self.at(10, 40),
            )
        visits.finish(visit=plan.visit, by=by, at=self.at(11))

    def _answers(self) -> list[Told]:
        people = people_of(self.application.household, self.day)
        each = [
            Told(uuid4(), code, one.person.pk, True)
            for one in people
            for code in ("card_seen", "lives_with")
        ]
        return [
            *each,
            Told(uuid4(), "phone_own", None, True),
            Told(uuid4(), "home_kind", None, "own"),
            Told(uuid4(), "home_state", None, "plain"),
            Told(uuid4(), "vehicle_seen", None, False),
            Told(uuid4(), "consistent", None, "same"),
            Told(uuid4(), "finding", None, "与申报一致，邻里反映生活困难。"),
        ]

    def check(self, silent: tuple[str, ...] = ()) -> "Story":
        """Every source says that it has no record; the silent ones do not answer."""
        self.pass_workdays(1)
        check = self.application.household.checks.get(reported_at__isnull=True)
        by = self.staff.verifier
        verification.start(check=check, by=by, at=self.at(9))
        for source in sources():
            known = source.code not in silent
            verification.record_answer(
                check=check,
                source=source.code,
                state=_answer_state(source, known),
                as_of=self.day if known else None,
                values=self._values(source) if known else None,
                by=by,
                at=self.at(15),
            )
        verification.report(check=check, by=by, at=self.at(16))
        return self

    def _values(self, source: Source) -> dict[tuple[str, int | None], object]:
        """What a source finds: what the family declared, and nothing else."""
        people = people_of(self.application.household, self.day)
        left_out = excused(self.application.household, self.day)
        found: dict[tuple[str, int | None], object] = {}
        for one in source.fields:
            if one.per == "household":
                found[one.code, None] = int(one.code == "home")
                continue
            for index, person in enumerate(people):
                asked = person.person.pk not in left_out
                if asked and (one.per == "member" or person.is_adult):
                    found[one.code, person.person.pk] = self._found(source.code, one.code, index)
        return found

    def _found(self, source: str, code: str, member: int) -> object:
        someone = self.family.members[member]
        if code == "card":
            return "{}-{}".format(*someone.disability) if someone.disability else "none"
        if code in {"student", "absence"}:
            return (someone.student if code == "student" else "") or "none"
        kinds = {
            "wage": "wage",
            "pension": "pension",
            "basic_pension": "resident_pension",
            "own_payment": "medical",
        }
        kind = "savings" if (source, code) == ("bank", "balance") else kinds.get(code, "")
        items = [i for i in self.family.items if (i.kind, i.member) == (kind, member)]
        return sum(i.yuan * 100 * (12 if i.per == "month" else 1) for i in items)

    # ── opinion, posting, decision ──────────────────────────────────────────────────────────
    def give_opinion(self) -> "Story":
        self.pass_workdays(1)
        units.confirm_unit(request=self.request, by=self.staff.leader, at=self.at(9))
        found = assess(request=self.request, by=self.staff.leader, at=self.at(9, 30))
        self.granted = found.verdict == "met"
        reason = "经核实，家庭人均收入低于标准，财产符合规定。"
        if not self.granted:
            reason = "经核算，家庭人均收入高于当地最低生活保障标准。"
        opinions.give_opinion(
            request=self.request,
            assessment=found,
            recommendation="grant" if self.granted else "refuse",
            reason=reason,
            by=self.staff.leader,
            at=self.at(10),
        )
        return self

    def see_for_county(self) -> "Story":
        """Where the lot or the register of relatives asks for it, two of the county go first."""
        if county.open_grounds(self.request, self.day):
            first, second = self.staff.county
            plan = visits.plan(
                household=self.application.household,
                purpose=COUNTY,
                first=first,
                second=second,
                visit_on=self.day,
                due_on=self.day,
                by=first,
                at=self.at(9),
            )
            self._look(plan, first)
        return self


def _answer_state(source: Source, known: bool) -> str:
    if not known:
        return "not_answered"
    return "answered" if source.fields else "no_record"


def post(stories: list[Story], *, down: bool = True) -> Posting:
    """One sheet for the village with all these families: hung, and taken down after 7 days."""
    first = stories[0]
    for story in stories:
        story.pass_workdays(1)
    day, staff = first.day, first.staff
    sheet = postings.prepare_posting(
        place=first.application.place,
        requests=[story.request for story in stories],
        kind="before",
        by=staff.leader,
        at=beijing(day, 9),
    )
    postings.hang(
        posting=sheet,
        hung_on=day,
        where="村务公开栏",
        photo=photograph(day.day),
        by=staff.village,
        at=beijing(day, 16),
    )
    if down:
        down_on = add_workdays(day + timedelta(days=7), 1)
        postings.take_down(
            posting=sheet, photo=photograph(down_on.day), by=staff.village, at=beijing(down_on, 9)
        )
        for story in stories:
            story.day = down_on
    return sheet


def propose(story: Story) -> Decision:
    story.see_for_county()
    outcome = "granted" if story.granted else "refused"
    return deciding.propose(
        request=story.request,
        outcome=outcome,
        reason="同意乡镇（街道）审核意见。",
        by=story.staff.reviewer,
        at=story.at(14),
    )


def decide(story: Story, decision: Decision) -> Decision:
    story.pass_workdays(1)
    return deciding.decide(decision=decision, by=story.staff.decider, at=story.at(10))


def serve(story: Story) -> None:
    story.pass_workdays(1)
    letter = letter_of(story.request)
    letters.serve(
        letter=letter,
        how="handed_over",
        served_on=story.day,
        to=story.application.applicant,
        signature=signature(story.serial),
        by=story.staff.village,
        at=story.at(15),
    )
