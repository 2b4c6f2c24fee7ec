"""From the letter: asking for a review, complaining; and the complaint page for anyone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.queries.periods import valid_on
from doudi.accounts.states import Level
from doudi.common import clock
from doudi.common.actors import Citizen, System
from doudi.common.refusals import Forbidden, Hidden, Refusal, refusal_of
from doudi.decisions import actions, guards
from doudi.decisions.forms import AskReviewForm, ComplainForm, NoteReviewForm
from doudi.decisions.guards.objections import NOTERS
from doudi.decisions.models import Complaint, Letter
from doudi.decisions.queries import voices
from doudi.decisions.queries.words import programme_name
from doudi.decisions.views.limits import asked_too_often
from doudi.decisions.views.voices import act_or
from doudi.people.models import Person
from doudi.people.queries import adults, current_name, person_of
from doudi.ui.access import for_anyone, for_citizen, for_officer

FORM = System("decisions.public_form")


def _own(request: HttpRequest, code: str) -> Letter:
    related = ("decision__household", "decision__place", "decision__request__application")
    found = get_object_or_404(Letter.objects.select_related(*related), code=code)
    guards.check_own_letter(request.citizen, found, clock.today())  # type: ignore[attr-defined]
    return found


def _tried(form: Form, act: Callable[..., Any]) -> bool:
    """Whether it was done; else the sentence stands in the form."""
    if not form.is_valid():
        return False
    try:
        act(at=clock.now(), **form.cleaned_data)
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


@for_citizen(1)
def review(request: HttpRequest, code: str) -> HttpResponse:
    letter = _own(request, code)
    form = AskReviewForm(request.POST or None)
    citizen: Citizen = request.citizen  # type: ignore[attr-defined]

    def act(**given: Any) -> object:
        return actions.ask_review(decision=letter.decision, by=citizen, **given)

    if request.method == "POST" and _tried(form, act):
        return redirect("decisions_own_letter", code)
    why = refusal_of(guards.check_can_ask_review, citizen, letter.decision, clock.today())
    context = {"letter": letter, "form": form, "no_review": why}
    status = 422 if request.method == "POST" else 200
    return render(request, "decisions/ask_review.html", context, status=status)


@for_citizen(1)
def complain_about(request: HttpRequest, code: str) -> HttpResponse:
    """About one's own case: the household and the place are known, the name is the person's."""
    letter = _own(request, code)
    citizen: Citizen = request.citizen  # type: ignore[attr-defined]
    form = ComplainForm(request.POST or None, places=[])
    for unused in ("place", "name", "contact"):
        del form.fields[unused]
    person = person_of(citizen.user_id)

    def act(**given: Any) -> None:
        made = actions.receive_complaint(
            place=letter.decision.place, household=letter.decision.household,
            name=current_name(person) if person else "", by=citizen, **given
        )  # fmt: skip
        _say_received(request, made)

    if request.method == "POST" and _tried(form, act):
        return redirect("decisions_complain")
    status = 422 if request.method == "POST" else 200
    context = {"letter": letter, "form": form, "about": letter}
    return render(request, "decisions/complain.html", context, status=status)


@for_anyone
def complain(request: HttpRequest) -> HttpResponse:
    """Anyone, with or without a name; who is signed in finds the answers here."""
    citizen: Citizen | None = getattr(request, "citizen", None)
    form = ComplainForm(request.POST or None, places=_towns())

    def act(place: int, **given: Any) -> None:
        made = actions.receive_complaint(
            place=Place.objects.get(pk=place), by=citizen or FORM, **given
        )
        _say_received(request, made)

    asked = request.method == "POST"
    if asked and not asked_too_often(request, form) and _tried(form, act):
        return redirect("decisions_complain")
    own = voices.own_complaints(citizen.user_id)[:20] if citizen else ()
    context = {"form": form, "own": own, "citizen": citizen}
    answer = render(request, "decisions/complain.html", context, status=422 if asked else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _say_received(request: HttpRequest, made: Complaint) -> None:
    words = _("已经收到，编号 %(number)s。请记下来，打热线电话可以问结果。")
    messages.success(request, words % {"number": made.number})


def _towns() -> list[tuple[str, list[tuple[int, str]]]]:
    """Towns by district, as groups of one list."""
    on = clock.today()
    found = Place.objects.filter(valid_on(on), Q(level=Level.TOWN)).select_related("parent")
    groups: dict[str, list[tuple[int, str]]] = {}
    for town in found.order_by("code"):
        groups.setdefault(town.parent.name if town.parent else "", []).append((town.pk, town.name))
    return list(groups.items())


@for_officer(*NOTERS)
def note_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked at the counter, by telephone or letter, written down by an officer."""
    related = ("decision__household", "decision__place", "decision__request__application")
    letter = get_object_or_404(Letter.objects.select_related(*related), pk=pk)
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    no_review = refusal_of(guards.check_can_ask_review, by, letter.decision, on)
    if isinstance(no_review, Forbidden):
        raise no_review
    form = NoteReviewForm(request.POST or None, adults=adults(letter.decision.household, on))

    def page(status: int = 200) -> HttpResponse:
        context = {
            "letter": letter,
            "form": form,
            "no_review": no_review,
            "programme": programme_name(letter.decision.programme),
        }
        return render(request, "decisions/review_new.html", context, status=status)

    if request.method != "POST":
        return page()

    def act(asked_by: int, **given: Any) -> object:
        person = Person.objects.get(pk=asked_by)
        return actions.ask_review(decision=letter.decision, asked_by=person, **given)

    return act_or(request, form, act, lambda: page(422)) or redirect("desk_home")
