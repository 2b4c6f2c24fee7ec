"""政策试算: what is tried out, the form, the result with tables and charts, and the CSV."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.accounts.queries import place_by_code, place_codes
from doudi.common import clock
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.policies.queries.parameters import bundle_for
from doudi.policies.rules.simulation_words import change_text, simulation_from
from doudi.supervision import guards
from doudi.supervision.actions import inputs, simulations
from doudi.supervision.forms import PurposeForm, SimulateForm, written_in
from doudi.supervision.models import Simulation
from doudi.supervision.queries.inputs import publications_for
from doudi.supervision.queries.simulations import (
    place_names,
    scenarios_of,
    sees_single_households,
    simulations_for,
)
from doudi.supervision.rules.disclosure import protected
from doudi.supervision.rules.pages import tables
from doudi.supervision.states import State
from doudi.ui.access import for_officer

PER_PAGE = 50
MOST_PLACES = 50


@for_officer(*guards.READERS)
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    by, today = request.officer, clock.today()  # type: ignore[attr-defined]
    page = Paginator(simulations_for(by, today), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "publications": publications_for(by, today)[:5],
        "places": _places(request) if by.duty in guards.PUBLISHERS else [],
    }
    return render(request, "supervision/simulations.html", context)


def _places(request: HttpRequest) -> list[tuple[str, str]]:
    today = clock.today()
    codes = place_codes(request.officer, today)[:MOST_PLACES]  # type: ignore[attr-defined]
    return [(code, place_by_code(code, today).name) for code in codes]


@never_cache
@for_officer(*guards.READERS)
def simulate(request: HttpRequest) -> HttpResponse:
    """The form; `?place=&on=&set=KEY=VALUE&set=…` fills it in."""
    places = _places(request)
    if not places:
        raise Forbidden("simulation.read", "您的岗位没有管辖的地方。")
    form = _form(request, places)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = simulations.ask_for_simulation(
                title=data["title"], place=place_by_code(data["place"], clock.today()),
                source=data["source"], on=data["on"], scenarios=data["scenarios"],
                households=data["households"], seed=data["seed"],
                by=request.officer, at=clock.now(),  # type: ignore[attr-defined]
            )  # fmt: skip
            return redirect("supervision_simulation", made.key)
        except (Forbidden, Hidden):
            raise
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/simulate.html", {"form": form}, status=status)


def _form(request: HttpRequest, places: list[tuple[str, str]]) -> SimulateForm:
    today = clock.today()
    asked = request.POST or request.GET
    codes = [code for code, _ in places]
    code = asked.get("place", "")
    code = code if code in codes else codes[0]
    day = _day(asked.get("on", ""), today)
    bundle = bundle_for(code, day)
    initial = {"on": day, "place": code, **written_in(request.GET.getlist("set"), bundle, day)}
    return SimulateForm(
        request.POST or None, places=places, bundle=bundle, day=day, initial=initial
    )


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


@never_cache
@for_officer(*guards.READERS)
@require_GET
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    return _page(request, _seen(request, key), PurposeForm())


def _page(
    request: HttpRequest, one: Simulation, form: PurposeForm, status: int = 200
) -> HttpResponse:
    changes = [
        [change_text(change) for change in scenario.changes] for scenario in scenarios_of(one)
    ]
    context: dict[str, Any] = {"one": one, "form": form, "changes": changes}
    if one.state == State.DONE:
        found = simulation_from(one.result)
        own = sees_single_households(request.officer, one.place)  # type: ignore[attr-defined]
        shown = found if own else protected(found)
        codes = {m.group_ for s in found.scenarios for m in s.movements if m.group_.isdigit()}
        context |= {"found": found, "tables": tables(shown, place_names(codes)), "own": own}
    return render(request, "supervision/simulation.html", context, status=status)


def _seen(request: HttpRequest, key: UUID) -> Simulation:
    found = simulations_for(request.officer, clock.today()).filter(key=key).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


@require_POST
@never_cache
@for_officer(*guards.READERS)
def download(request: HttpRequest, key: UUID) -> HttpResponse:
    """The CSV; each asking is an own entry in the trail."""
    one, form = _seen(request, key), PurposeForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form, 422)
    try:
        content = simulations.export_simulation(
            simulation=one, purpose=form.cleaned_data["purpose"],
            by=request.officer, at=clock.now(),  # type: ignore[attr-defined]
        )  # fmt: skip
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error("purpose", refusal.sentence)
        return _page(request, one, form, 422)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="simulation.csv"'
    return answer


@require_POST
@for_officer(*guards.PUBLISHERS)
def publish(request: HttpRequest) -> HttpResponse:
    """The newest inputs as a dataset; a job writes it."""
    place = place_by_code(request.POST.get("place", ""), clock.today())
    inputs.ask_for_inputs(place=place, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    return redirect("supervision_simulations")
