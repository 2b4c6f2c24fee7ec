"""The letter at the counter: read, printed, handed over with a signature."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from doudi.common import clock
from doudi.common.refusals import Forbidden, Hidden, Refusal, refusal_of
from doudi.decisions import actions, guards
from doudi.decisions.forms import ServeForm
from doudi.decisions.guards.letters import SERVERS
from doudi.decisions.models import Letter
from doudi.decisions.queries.matter_letters import addressee
from doudi.decisions.queries.panel import letter_left
from doudi.decisions.states import LESS
from doudi.files.queries import decode_signature, open_file
from doudi.people.models import Person
from doudi.people.queries import adults, current_name
from doudi.ui.access import for_officer

_RELATED = (
    "decision__request__application__place",
    "decision__request__application__applicant",
    "decision__household",
    "decision__office",
    "file",
)


def _seen(request: HttpRequest, pk: int) -> Letter:
    found = get_object_or_404(Letter.objects.select_related(*_RELATED), pk=pk)
    guards.check_can_read(request.officer, found, clock.today())  # type: ignore[attr-defined]
    return found


@for_officer()
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    return _page(request, found, _form(found, initial={"served_on": clock.today()}))


def _form(letter: Letter, *given: object, **named: object) -> ServeForm:
    people = adults(letter.decision.household, clock.today())
    return ServeForm(*given, adults=people, **named)


def _page(request: HttpRequest, letter: Letter, form: ServeForm, status: int = 200) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    one = letter.decision.request
    context = {
        "letter": letter,
        "decision": letter.decision,
        "one": one,
        "name": current_name(one.application.applicant) if one else addressee(letter.decision),
        "form": form,
        "less": LESS,
        "left": letter_left(letter, on),
        "no_serve": refusal_of(guards.check_can_serve, by, letter, on),
    }
    return render(request, "decisions/letter.html", context, status=status)


@for_officer()
def file(request: HttpRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    return HttpResponse(open_file(found.file), content_type="application/pdf")


@require_POST
@for_officer(*SERVERS)
def serve(request: HttpRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    form = _form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    drawn, given = request.POST.get("signature", ""), form.cleaned_data
    try:
        actions.serve(
            letter=found,
            how=given["how"],
            served_on=given["served_on"],
            to=Person.objects.get(pk=given["to"]),
            signature=decode_signature(drawn) if drawn else b"",
            in_person=request.POST.get("signature_in_person") == "1",
            by=request.officer,  # type: ignore[attr-defined]
            at=clock.now(),
        )
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _page(request, found, form, 422)
    return redirect("decisions_letter", found.pk)
