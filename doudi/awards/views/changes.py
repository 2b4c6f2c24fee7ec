"""Changes on the desk: the tray, one change with everything about it, and what is done with it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.accounts.queries import place_by_code
from doudi.accounts.states import Duty
from doudi.applications.queries.places import Choice
from doudi.awards import forms
from doudi.awards.actions import changes as actions
from doudi.awards.actions.changing import move as move_award
from doudi.awards.guards import changes as guards
from doudi.awards.models import Award, Change
from doudi.awards.queries import change_pages as pages
from doudi.awards.queries import changes as queries
from doudi.awards.rules import changes as rules
from doudi.common import clock
from doudi.common.money import parse_yuan
from doudi.common.refusals import Forbidden, Hidden, Refusal, refusal_of
from doudi.decisions.actions import matters
from doudi.people.models import Person
from doudi.people.queries import current_name, members
from doudi.ui.access import for_officer

SEERS = (*guards.CHANGE_READERS, *guards.REPORTERS)


@for_officer(*SEERS)
@never_cache
def show_list(request: HttpRequest) -> HttpResponse:
    """Undecided changes by the day they are due; `late` shows only those past it."""
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    late = request.GET.get("late") == "1"
    found = queries.late_for(by, on) if late else queries.waiting_for(by, on)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {"page": page, "rows": pages.rows(list(page.object_list), on), "late": late}
    return render(request, "awards/changes.html", context)


def _seen(request: HttpRequest, key: UUID) -> Change:
    found = get_object_or_404(queries.with_related(), key=key)
    guards.check_can_see_change(request.officer, found, clock.today())  # type: ignore[attr-defined]
    return found


@for_officer(*SEERS)
@never_cache
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    return _page(request, _seen(request, key))


def _forms(change: Change, **given: Form) -> dict[str, Form]:
    """Every form of the page, the one that was sent with its faults."""
    on, people = clock.today(), pages.people_of(change.award, clock.today())
    told = queries.told_words(change, on)
    made: dict[str, Form] = {
        "confirm_form": forms.ConfirmChangeForm(
            people=people, initial={"event_on": change.event_on, "person": change.person_id}
        ),
        "found_form": forms.FactForm(people=people, kinds=pages.kinds(), initial={"as_of": on}),
        "told_form": forms.ToldForm(initial={"told": told}),
        "hearing_form": _hearing_form(change, initial={"held_on": on, "told": told}),
        "propose_form": forms.ProposeChangeForm(outcomes=pages.outcome_words(change, on)),
        "close_form": forms.CloseChangeForm(),
    }
    made |= given
    for name, form in made.items():
        form.auto_id = f"{name}_%s"  # several forms of the page ask for a reason or a person
    return made


def _hearing_form(change: Change, *given: Any, **named: Any) -> forms.HearingForm:
    people = pages.people_of(change.award, clock.today())
    return forms.HearingForm(*given, people=people, ways=pages.hearing_ways(), **named)


def _page(request: HttpRequest, one: Change, status: int = 200, **given: Form) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    context = {
        "one": one,
        "page": pages.change_page(one, on),
        **_forms(one, **given),
        "no_handle": refusal_of(guards.check_can_handle, by, one, on),
        "no_assess": refusal_of(guards.check_can_assess_change, by, one, on),
        "no_propose": refusal_of(guards.check_can_propose_change, by, one, on),
        "handles": by.duty in guards.HANDLERS,
        "reads": by.duty in guards.CHANGE_READERS,  # who only reported it reads no computation
        "members": members(one.award.household, on),
        "take_in": not refusal_of(guards.check_can_take_in, by, one, on),
        "let_go": not refusal_of(guards.check_can_let_go, by, one, on),
        "proposes": by.duty in (Duty.COUNTY_REVIEWER, Duty.TOWN_LEADER),
    }
    return render(request, "awards/change.html", context, status=status)


def _act(
    request: HttpRequest, one: Change, form: Form, name: str, act: Callable[..., Any]
) -> HttpResponse:
    """Runs the action on a valid form; a refusal returns the form with its sentence."""
    if not form.is_valid():
        return _page(request, one, 422, **{name: form})
    try:
        act(by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _page(request, one, 422, **{name: form})
    return redirect("awards_change", one.key)


def _person(pk: int | None) -> Person | None:
    return Person.objects.get(pk=pk) if pk else None


@require_POST
@for_officer(*guards.HANDLERS)
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    one = _seen(request, key)
    people = pages.people_of(one.award, clock.today())
    form = forms.ConfirmChangeForm(request.POST, people=people)

    def act(**who: Any) -> object:
        day, person = form.cleaned_data["event_on"], _person(form.cleaned_data["person"])
        return actions.confirm(change=one, event_on=day, person=person, **who)

    return _act(request, one, form, "confirm_form", act)


@require_POST
@for_officer(*guards.HANDLERS)
def found(request: HttpRequest, key: UUID) -> HttpResponse:
    one = _seen(request, key)
    people = pages.people_of(one.award, clock.today())
    form = forms.FactForm(request.POST, people=people, kinds=pages.kinds())

    def act(**who: Any) -> object:
        given = form.cleaned_data
        kind = rules.found(given["what"])
        value: object = kind.code
        if kind.money:
            value = {"code": kind.code, "amount_fen": parse_yuan(given["amount"] or "")}
        return actions.state_found(
            change=one, attribute=kind.attribute, person=_person(given["person"]), value=value,
            source=given["source"], as_of=given["as_of"], **who,
        )  # fmt: skip

    return _act(request, one, form, "found_form", act)


@require_POST
@for_officer(*guards.HANDLERS)
def assess(request: HttpRequest, key: UUID) -> HttpResponse:
    one = _seen(request, key)
    actions.assess(change=one, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    return redirect("awards_change", one.key)


@require_POST
@for_officer(*guards.HANDLERS)
def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    one, form = _seen(request, key), forms.ToldForm(request.POST)

    def act(**who: Any) -> object:
        return actions.ask_view(change=one, told=form.cleaned_data["told"], **who)

    return _act(request, one, form, "told_form", act)


@require_POST
@for_officer(*SEERS)
def hear(request: HttpRequest, key: UUID) -> HttpResponse:
    one = _seen(request, key)
    form = _hearing_form(one, request.POST)

    def act(**who: Any) -> object:
        given = form.cleaned_data
        return matters.hear(
            matter=queries.matter_of(one), household=one.award.household,
            heard=_person(given["heard"]), way=given["way"], held_on=given["held_on"],
            told=given["told"], said=given["said"], **who,
        )  # fmt: skip

    return _act(request, one, form, "hearing_form", act)


@require_POST
@for_officer(Duty.TOWN_LEADER, Duty.COUNTY_REVIEWER)
def propose(request: HttpRequest, key: UUID) -> HttpResponse:
    one = _seen(request, key)
    outcomes = pages.outcome_words(one, clock.today())
    form = forms.ProposeChangeForm(request.POST, outcomes=outcomes)

    def act(**who: Any) -> object:
        return actions.propose(change=one, **form.cleaned_data, **who)

    return _act(request, one, form, "propose_form", act)


@require_POST
@for_officer(*guards.HANDLERS)
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    one, form = _seen(request, key), forms.CloseChangeForm(request.POST)

    def act(**who: Any) -> object:
        return actions.close(change=one, reason=form.cleaned_data["reason"], **who)

    return _act(request, one, form, "close_form", act)


def _award(request: HttpRequest, key: UUID) -> Award:
    related = ("place__parent", "office", "household", "holder", "decision__request")
    award = get_object_or_404(Award.objects.select_related(*related), key=key)
    guards.check_can_report(request.officer, award, clock.today())  # type: ignore[attr-defined]
    return award


@for_officer(*guards.REPORTERS)
@never_cache
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    """An officer writes down what changed in a household on aid."""
    award = _award(request, key)
    people = pages.people_of(award, clock.today())
    data = request.POST or None
    form = forms.TellChangeForm(data, people=people, reasons=pages.all_reasons())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.report(
                award=award, reason=given["reason"], text=given["text"],
                person=_person(given["person"]), event_on=given["event_on"],
                by=request.officer, at=clock.now(),  # type: ignore[attr-defined]
            )  # fmt: skip
            return redirect("awards_change", made.key)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    context = {"award": award, "name": current_name(award.holder), "form": form}
    status = 422 if form.errors else 200
    return render(request, "awards/change_new.html", context, status=status)


def _chosen(award: Award, code: str, request: HttpRequest, on: date) -> Choice:
    """A code that is no place begins the choice anew."""
    try:
        return pages.new_place(award, code, request.officer, on)  # type: ignore[attr-defined]
    except Refusal:
        return pages.new_place(award, "", request.officer, on)  # type: ignore[attr-defined]


@for_officer(*guards.REPORTERS)
@never_cache
def move(request: HttpRequest, key: UUID) -> HttpResponse:
    """The family moved: the new place pays from the next month and looks at it again.

    The new village is chosen step by step, from the towns of the district on.
    """
    award, on = _award(request, key), clock.today()
    code = request.POST.get("code") or request.GET.get("in", "")
    form = forms.MoveForm(request.POST or None, initial={"code": code, "moved_on": on})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            move_award(
                award=award, to_place=place_by_code(given["code"], on),
                moved_on=given["moved_on"], registration=given["registration"],
                address=given["address"], by=request.officer, at=clock.now(),  # type: ignore[attr-defined]
            )  # fmt: skip
            return redirect("awards_changes")
        except Refusal as refusal:
            field = refusal.field if refusal.field in ("moved_on", "registration") else None
            form.add_error(field, str(refusal))
    name = current_name(award.holder)
    chosen = _chosen(award, code, request, on)
    context = {"award": award, "name": name, "form": form, "choice": chosen}
    status = 422 if form.errors else 200
    return render(request, "awards/change_move.html", context, status=status)
