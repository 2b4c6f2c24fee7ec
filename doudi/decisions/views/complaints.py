"""投诉举报 at the desk: written down, assigned, answered; the name is opened on purpose only."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doudi.accounts.models import Place, User
from doudi.accounts.queries import place_codes, under
from doudi.accounts.states import Duty
from doudi.applications.models import Application
from doudi.common import clock
from doudi.common.actors import Officer
from doudi.common.refusals import Refusal, refusal_of
from doudi.decisions import actions, guards
from doudi.decisions.actions.complaints import Named
from doudi.decisions.forms import AssignForm, ComplaintAnswerForm, ComplaintForm
from doudi.decisions.guards.complaints import RECEIVERS
from doudi.decisions.models import Complaint
from doudi.decisions.queries import voice_rows, voices
from doudi.decisions.views.voices import act_or, listed, page_of
from doudi.people.models import Household
from doudi.ui.access import for_officer

READERS = (*voices.ANSWERERS, Duty.HOTLINE, Duty.AUDITOR)


@for_officer(*READERS)
def complaints(request: HttpRequest) -> HttpResponse:
    """Open ones; `?all=1` the answered ones too."""
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    every = request.GET.get("all") == "1"
    found = voices.complaints(by, on) if every else voices.open_complaints(by, on)
    page = page_of(request, found)
    rows = voice_rows.complaint_rows(page, on)
    return listed(request, _("投诉举报"), page, rows, complaints=True, every=every)


@for_officer(*RECEIVERS)
def new(request: HttpRequest) -> HttpResponse:
    by = request.officer  # type: ignore[attr-defined]
    places = _places(by)
    form = ComplaintForm(request.POST or None, places=places)
    if request.method != "POST":
        return render(request, "decisions/complaint_new.html", {"form": form})

    def act(place: int, case: str, **given: Any) -> object:
        return actions.receive_complaint(
            place=Place.objects.get(pk=place), household=_household(by, case), **given
        )

    again = act_or(request, form, act, lambda: _wrong(request, form))
    return again or redirect(_after(by.duty))


def _wrong(request: HttpRequest, form: Form) -> HttpResponse:
    return render(request, "decisions/complaint_new.html", {"form": form}, status=422)


def _after(duty: str) -> str:
    return "decisions_complaints" if duty in READERS else "desk_home"


def _places(by: Officer) -> list[tuple[int, str]]:
    """The post's own towns and villages."""
    found = Place.objects.filter(under(place_codes(by, clock.today()), "code"))
    rows = found.exclude(level__in=["province", "city"]).select_related("parent").order_by("code")
    return [(place.pk, voice_rows.path_of(place)) for place in rows]


def _household(by: Officer, number: str) -> Household | None:
    """By the number of a case in the officer's own places; none for an empty number."""
    text = number.strip().upper()
    if not text:
        return None
    reached = under(place_codes(by, clock.today()))
    rows = Application.objects.filter(reached).select_related("household")
    found = rows.filter(number=text).first() or rows.filter(receipt_number=text).first()
    if found is None:
        sentence = _("没有找到这个编号，请核对；不清楚可以不填。")
        raise Refusal("complaint.case", sentence, field="case")
    return found.household


def _complaint(request: HttpRequest, pk: UUID) -> Complaint:
    related = ("place__parent", "household", "against", "answered_by__user", "received_by__user")
    found = get_object_or_404(Complaint.objects.select_related(*related), pk=pk)
    guards.check_can_see_complaint(request.officer, found, clock.today())  # type: ignore[attr-defined]
    return found


@for_officer(*RECEIVERS, Duty.AUDITOR)
def complaint(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, _complaint(request, pk))


def _page(
    request: HttpRequest,
    one: Complaint,
    status: int = 200,
    who: Named | None = None,
    **forms: Form,
) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    why = refusal_of
    cases = one.household.applications.order_by("-pk") if one.household else ()
    context = {
        "complaint": one,
        "cases": cases,
        "who": who,
        "named": one.name_sealed is not None,
        "left": None if one.answered_at else voice_rows.days_left(one.due_on, on),
        "assign_form": forms.get("assign_form") or AssignForm(),
        "answer_form": forms.get("answer_form") or ComplaintAnswerForm(),
        "no_name": why(guards.check_can_read_name, by, one, on),
        "no_assign": why(guards.check_can_assign, by, one, on),
        "no_answer": why(guards.check_can_answer_complaint, by, one, on),
        "answers": by.duty in voices.ANSWERERS,
    }
    return render(request, "decisions/complaint.html", context, status=status)


@require_POST
@for_officer(*READERS)
def name(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Shown once, on this answer alone; each look stands in the trail."""
    one = _complaint(request, pk)
    who = actions.open_name(complaint=one, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    return _page(request, one, who=who)


@require_POST
@for_officer(*voices.ANSWERERS)
def assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, form = _complaint(request, pk), AssignForm(request.POST)
    officer = request.officer  # type: ignore[attr-defined]

    def act(case: str, against: str, **given: Any) -> object:
        return actions.assign_complaint(
            complaint=one, household=_household(officer, case), against=_user(against), **given
        )

    again = act_or(request, form, act, lambda: _page(request, one, 422, assign_form=form))
    return again or redirect("decisions_complaint", pk)


def _user(username: str) -> User | None:
    if not username.strip():
        return None
    found = User.objects.filter(kind="officer", username=username.strip()).first()
    if found is None:
        raise Refusal("complaint.against", _("没有这个登录名，请核对。"), field="against")
    return found


@require_POST
@for_officer(*voices.ANSWERERS)
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, form = _complaint(request, pk), ComplaintAnswerForm(request.POST)

    def act(**given: Any) -> object:
        return actions.answer_complaint(complaint=one, **given)

    again = act_or(request, form, act, lambda: _page(request, one, 422, answer_form=form))
    return again or redirect("decisions_complaint", pk)
