"""The family's own letter, for level 1: reading it serves it only when they agree."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from doudi.common import clock
from doudi.common.refusals import Forbidden, Hidden, Refusal, refusal_of
from doudi.decisions import actions, guards
from doudi.decisions.forms import ReadForm
from doudi.decisions.models import Decision, Letter
from doudi.decisions.queries.matter_letters import letter_words
from doudi.decisions.queries.remedies import reviews_of
from doudi.files.queries import open_file
from doudi.people.queries.contacts import is_recorded
from doudi.ui.access import for_anyone, for_citizen

LOOKS, LOOK_SECONDS = 10, 3
_RELATED = (
    "decision__request__application__applicant",
    "decision__request__application__place",
    "decision__household",
    "decision__office",
    "decision__place",
    "decision__assessment__bundle",
    "file",
)


def _own(request: HttpRequest, code: str) -> Letter:
    found = get_object_or_404(Letter.objects.select_related(*_RELATED), code=code)
    guards.check_own_letter(request.citizen, found, clock.today())  # type: ignore[attr-defined]
    return found


@for_anyone
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """Where the code on the paper leads; without a sign-in, how to go on at a counter."""
    if getattr(request, "citizen", None) is None:
        made = Decision.objects.filter(letter__code=code).select_related("office__seat").first()
        context = {"office": made.office if made else None, "sign_in": _sign_in(request)}
        return render(request, "decisions/letter_counter.html", context)
    return _waiting(request) or _own_letter(request, code)


def _waiting(request: HttpRequest) -> HttpResponse | None:
    """Some seconds after the sign-in the number that an office recorded lets the person in: until
    then the page looks again by itself, ten times at most."""
    citizen, text = request.citizen, request.GET.get("look", "")  # type: ignore[attr-defined]
    looks = int(text[:4]) if text.isdecimal() else 0
    if citizen.level or looks >= LOOKS or not is_recorded(citizen.user_id, clock.now()):
        return None
    again = f"{request.path}?{urlencode({'look': looks + 1})}"
    answer = render(request, "decisions/letter_wait.html", {"again": again})
    answer["Refresh"] = f"{LOOK_SECONDS}; url={again}"
    return answer


def _sign_in(request: HttpRequest) -> str:
    return f"{settings.LOGIN_URL}?{urlencode({'next': request.path})}"


@for_citizen(1)
def _own_letter(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _own(request, code), ReadForm())


def _page(request: HttpRequest, letter: Letter, form: ReadForm, status: int = 200) -> HttpResponse:
    citizen, decision = request.citizen, letter.decision  # type: ignore[attr-defined]
    context = {
        "letter": letter,
        "decision": decision,
        "words": letter_words(letter),
        "form": form,
        "reviews": reviews_of(decision),
        "no_review": refusal_of(guards.check_can_ask_review, citizen, decision, clock.today()),
    }
    return render(request, "decisions/own_letter.html", context, status=status)


@for_citizen(1)
def file(request: HttpRequest, code: str) -> HttpResponse:
    content = open_file(_own(request, code).file)
    return HttpResponse(content, content_type="application/pdf")


@require_POST
@for_citizen(1)
def read(request: HttpRequest, code: str) -> HttpResponse:
    found = _own(request, code)
    form = ReadForm(request.POST)
    form.is_valid()
    try:
        actions.read_in_app(
            letter=found,
            agreed=form.cleaned_data["agreed"],
            by=request.citizen,  # type: ignore[attr-defined]
            at=clock.now(),
        )
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error("agreed", refusal.sentence)
        return _page(request, found, form, 422)
    return redirect("decisions_own_letter", found.code)
