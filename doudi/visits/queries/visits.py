"""Reading plans and visits: trays, the record page, panels, timelines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.queries import place_codes, shown_name, under
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.money import yuan
from doudi.common.remembered import remembered_until_written
from doudi.people.models import Household
from doudi.people.queries import address_of, members, names_of
from doudi.ui.lines import Entry
from doudi.verification.models import Check
from doudi.visits import rules
from doudi.visits.models import Evidence, Plan, Visit, VisitAnswer
from doudi.visits.queries.asks import whereabouts


@dataclass(frozen=True)
class AnswerView:
    """One answer as shown; `is_unknown` shows the grey pill instead of `text`."""

    question: str
    name: str
    text: str
    is_unknown: bool


@dataclass(frozen=True)
class Panel:
    """The newest visit of a household for a case page (`visits/_panel.html`)."""

    plan: Plan | None
    visit: Visit | None = None
    word: str = ""
    pill: str = "idle"
    people: str = ""
    answers: tuple[AnswerView, ...] = ()
    photos: tuple[Evidence, ...] = ()
    signatures: tuple[Evidence, ...] = ()


def live_plans() -> QuerySet[Plan]:
    return Plan.objects.filter(cancelled_at__isnull=True)


def purpose_word(purpose: str) -> str:
    words = {
        "dibao": _("最低生活保障"),
        "application": _("救助申请"),
        "recheck": _("复核"),
        "check_in": _("季度签到"),
        rules.COUNTY: _("区县入户核实"),
    }
    return words.get(purpose, purpose)


def open_plan(household: Household, purpose: str = "") -> Plan | None:
    """The plan that is neither cancelled nor finished."""
    found = live_plans().filter(household=household, done_at__isnull=True)
    return (found.filter(purpose=purpose) if purpose else found).order_by("-pk").first()


def finished_visit(household: Household, since: datetime | date | None = None) -> Visit | None:
    """The newest finished visit; `since`: finished at or after this moment or day."""
    found = Visit.objects.filter(plan__household=household, finished_at__isnull=False)
    if isinstance(since, datetime):
        found = found.filter(finished_at__gte=since)
    elif since is not None:
        found = found.filter(finished_at__date__gte=since)
    return found.select_related("plan").order_by("-finished_at").first()


@remembered_until_written
def visit_of(plan: Plan) -> Visit | None:
    return Visit.objects.filter(plan=plan).first()


def plan_with_people(pk: int) -> Plan | None:
    related = ("household__place", "first__user", "second__user", "asked_office", "ask")
    return Plan.objects.filter(pk=pk).select_related(*related).first()


def my_plans(by: Officer, on: date) -> QuerySet[Plan]:
    """Unfinished visits of this person due to be made up to today, then the coming ones."""
    mine = Q(first__user_id=by.user_id) | Q(second__user_id=by.user_id)
    return (
        live_plans()
        .filter(mine, _reached(by, on))
        .filter(done_at__isnull=True)
        .select_related("household__place", "first__user", "second__user", "visit", "ask")
        .order_by("visit_on", "pk")
    )


def _reached(by: Officer, on: date) -> Q:
    """Visits in the places of this post, and those that its office was asked to make."""
    return under(place_codes(by, on), "household__place__code") | Q(asked_office_id=by.office_id)


def people_of(plan: Plan) -> str:
    """The two investigators as pages name them."""
    return _("、").join((shown_name(plan.first), shown_name(plan.second)))


def address_for(plan: Plan) -> str:
    """Where to go, in the clear: for an office that was asked, what the asking one wrote."""
    ask = getattr(plan, "ask", None)
    return whereabouts(ask) if ask else address_of(plan.household)


# --- trays ------------------------------------------------------------------------------------


def plans_for(by: Officer, on: date, state: str = "planned") -> QuerySet[Plan]:
    """Plans of the places that the post covers: `planned` or `done`."""
    found = live_plans().filter(_reached(by, on))
    done = Q(done_at__isnull=False)
    found = found.filter(done) if state == "done" else found.filter(~done)
    found = found.select_related("household__place", "first__user", "second__user", "visit")
    return found.order_by("-done_at") if state == "done" else found.order_by("due_on")


def checks_to_plan(by: Officer, on: date) -> QuerySet[Check]:
    """Households whose check was asked for and that nobody has planned to visit since."""
    planned = live_plans().filter(
        household=OuterRef("household"), planned_at__gte=OuterRef("requested_at")
    )
    return (
        Check.objects.filter(under(place_codes(by, on), "household__place__code"))
        .filter(~Exists(planned), to_visit=True)
        .select_related("household__place")
        .order_by("requested_at")
    )


def to_finish(by: Officer, on: date) -> tuple[int, int]:
    """Planned visits not finished, and how many of them are due: one query over those alone."""
    found = live_plans().filter(_reached(by, on), done_at__isnull=True)
    counted = found.aggregate(open=Count("pk"), due=Count("pk", filter=Q(due_on__lte=on)))
    return counted["open"], counted["due"]


# --- one visit --------------------------------------------------------------------------------


@remembered_until_written
def answers_of(visit: Visit | None) -> dict[rules.Place, VisitAnswer]:
    if visit is None:
        return {}
    return {(one.question, one.person_id): one for one in visit.answers.all()}


@remembered_until_written
def evidence_of(visit: Visit | None) -> list[Evidence]:
    return list(visit.evidence.order_by("recorded_at", "pk")) if visit else []


def missing(visit: Visit | None, on: date, plan: Plan | None = None) -> list[str]:
    """All that the visit lacks, in words."""
    of = visit.plan if visit else plan
    if of is None:
        return []
    names = {m.person.pk: m.name for m in members(of.household, on)}
    kinds = [one.kind for one in evidence_of(visit)]
    lacking = [] if visit and visit.met else [_("见到了谁")]
    return lacking + rules.missing(
        rules.checklists()[of.checklist], names, answers_of(visit), kinds
    )


def progress(plan: Plan, on: date) -> tuple[int, int]:
    """How many of the things that a visit needs are there, and how many it needs."""
    visit = visit_of(plan)
    persons = [m.person.pk for m in members(plan.household, on)]
    needed = [
        place
        for question in rules.checklists()[plan.checklist].questions()
        if question.required
        for place in rules.places_of(question, persons)
    ]
    total = len(needed) + 2 + len(rules.SIGNATURES)
    return total - len(missing(visit, on, plan)), total


def finding_of(visit: Visit) -> str:
    """The investigators' own words."""
    said = visit.answers.filter(question="finding").first()
    return said.value if said and isinstance(said.value, str) else ""


def shown_answers(visit: Visit) -> tuple[AnswerView, ...]:
    """Answers in the order of the checklist."""
    answers = answers_of(visit)
    names = names_of({person for _q, person in answers if person})
    found = []
    for question in rules.checklists()[visit.plan.checklist].questions():
        for (code, person), one in answers.items():
            if code == question.code:
                name = names.get(person, "") if person else ""
                found.append(_shown(question, name, one.value))
    return tuple(found)


def _shown(question: rules.Question, name: str, value: Any) -> AnswerView:
    return AnswerView(question.text, name, value_text(question, value), value is None)


def value_text(question: rules.Question, value: Any) -> str:
    if value is None:
        return _("说不清")
    if question.kind == "yes_no":
        return _("是") if value else _("否")
    if question.kind == "money":
        return _("%(yuan)s 元") % {"yuan": yuan(value)}
    return question.choices.get(str(value), str(value))


def panel(household: Household) -> Panel:
    """The newest plan with its visit, if any."""
    found = live_plans().filter(household=household)
    plan = found.select_related("first__user", "second__user").order_by("-pk").first()
    return panel_of(plan) if plan else Panel(None)


def panel_of(plan: Plan) -> Panel:
    visit = visit_of(plan)
    evidence = evidence_of(visit)
    word, pill = _state(visit)
    return Panel(
        plan=plan,
        visit=visit,
        word=word,
        pill=pill,
        people=people_of(plan),
        answers=shown_answers(visit) if visit else (),
        photos=tuple(one for one in evidence if one.kind == rules.PHOTO),
        signatures=tuple(one for one in evidence if one.kind != rules.PHOTO),
    )


def _state(visit: Visit | None) -> tuple[str, str]:
    if visit is None:
        return _("已安排"), "info"
    return (_("已完成"), "ok") if visit.finished_at else (_("核实中"), "wait")


def timeline(household: Household, *, finding: bool = True) -> list[Entry]:
    """`finding`: also what was found, for who may read the visit."""
    found: list[Entry] = []
    rows = Plan.objects.filter(household=household).select_related("first__user", "second__user")
    for plan in rows.order_by("pk"):
        people = people_of(plan)
        found.append(Entry(_("安排入户"), "info", plan.planned_at, people, str(plan.visit_on)))
        if plan.cancelled_at:
            found.append(Entry(_("取消入户"), "idle", plan.cancelled_at, people))
        visit = visit_of(plan)
        if visit and visit.finished_at:
            note = visit.finding if finding else ""
            found.append(Entry(_("入户核实"), "ok", visit.finished_at, people, note))
    return found


def card_seen(visit: Visit) -> Mapping[int, bool]:
    """Whose identity card the investigators saw, by person id."""
    rows = visit.answers.filter(question="card_seen", person__isnull=False)
    return {one.person_id: one.value is True for one in rows if one.person_id}


def visited_on(visit: Visit) -> date:
    return day_of(visit.recorded_at)


def phone_is_own(visit: Visit) -> bool:
    """Whether the investigators saw that the phone of the application is the applicant's own."""
    answer = VisitAnswer.objects.filter(visit=visit, question="phone_own", person=None).first()
    return answer is not None and answer.value is True
