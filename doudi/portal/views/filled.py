"""From the self-assessment into an application: the village, the names, and it is filled in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from doudi.accounts.queries import place_by_code
from doudi.applications.actions.filling import start_filled_in
from doudi.applications.forms import tried
from doudi.applications.queries.places import Choice, choice
from doudi.applications.rules.filling import items_of, members_of
from doudi.common import clock
from doudi.common.actors import Citizen
from doudi.portal.forms.asking import name_of
from doudi.portal.forms.filled import NamesForm
from doudi.portal.queries.self_assessment import ELSEWHERE
from doudi.portal.rules import Told
from doudi.portal.views.asking import SESSION, read
from doudi.ui.access import for_citizen


@for_citizen()
def begin(request: HttpRequest) -> HttpResponse:
    """The answers kept when the button was pressed are used once and then forgotten."""
    told = read(request.session.get(SESSION, ""))
    if told is None:
        return redirect("applications_start")
    citizen: Citizen = request.citizen  # type: ignore[attr-defined]
    district = told.said["place"]["place"]
    code = request.POST.get("place") or request.GET.get("in", "")
    code = code or ("" if district == ELSEWHERE else district)
    chosen = choice(code, by=citizen, on=clock.today())
    if chosen.village is None:
        return _show(request, chosen)
    return _names(request, told, chosen, citizen)


def _names(request: HttpRequest, told: Told, chosen: Choice, by: Citizen) -> HttpResponse:
    rows = told.said["members"]["rows"]
    form = NamesForm(
        request.POST or None,
        people=members_of(told.answers),
        titles=[name_of(rows, index) for index in range(len(rows))],
        initial={"registration": told.said["place"]["registration"]},
    )
    made = tried(
        request,
        form,
        lambda: start_filled_in(
            place=place_by_code(request.POST.get("place", ""), clock.today()),
            people=form.typed(),
            items=items_of(told.answers),
            registration=form.cleaned_data["registration"],
            address=form.cleaned_data["address"],
            by=by,
            at=clock.now(),
        ),
    )
    if not made:
        return _show(request, chosen, form)
    del request.session[SESSION]
    return redirect("applications_members", made.key)


def _show(request: HttpRequest, chosen: Choice, form: NamesForm | None = None) -> HttpResponse:
    context = {"choice": chosen, "form": form}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "portal/filled.html", context, status=status)
