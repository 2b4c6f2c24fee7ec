"""Check-ins as officers take them: in a group at the desk, at home on the phone, and the misses."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.accounts.queries import office_of
from doudi.awards.actions import checkins as actions
from doudi.awards.forms import DeliveryForm, GroupForm, NoteForm
from doudi.awards.guards import care as guards
from doudi.awards.models import Award, MissedCheckIn
from doudi.awards.queries import checkins as queries
from doudi.awards.rules.checkins import MOST_AT_ONCE
from doudi.common import clock
from doudi.common.actors import Officer
from doudi.common.refusals import Refusal
from doudi.common.workdays import workdays_left
from doudi.people.models import Person
from doudi.people.queries import names_of
from doudi.people.queries.kin import own_kin
from doudi.ui.access import for_officer
from doudi.ui.nav import NavGroup, NavItem
from doudi.ui.paging import NarrowPaginator
from doudi.ui.posted import row_number, ticked

Ticked = list[tuple[Award, Person]]


def _page_of(request: HttpRequest, found: Any) -> Any:
    return NarrowPaginator(found, MOST_AT_ONCE).get_page(request.GET.get("page"))


def _kin(by: Officer, awards: Iterable[Award], on: date) -> set[int]:
    """Households that a colleague looks in on."""
    return own_kin(by, [award.household_id for award in awards], on)


@for_officer(*guards.CHECKERS)
@require_GET
@never_cache
def show_list(request: HttpRequest) -> HttpResponse:
    """`?state=done` shows who was seen; `?place=` one village of those still to be seen."""
    if request.GET.get("state") == "done":
        return _done_list(request)
    return _group_page(request, GroupForm(on=clock.today(), where=""))


def _done_list(request: HttpRequest) -> HttpResponse:
    on = clock.today()
    page = _page_of(request, queries.done_for(request.officer, on))  # type: ignore[attr-defined]
    names = names_of(one.person_id for one in page)
    rows = [(one, names.get(one.person_id, "")) for one in page]
    context = {"state": "done", "page": page, "rows": rows, "quarter": queries.usual_quarter(on)}
    return render(request, "awards/check_ins.html", context)


def _group_page(
    request: HttpRequest, form: GroupForm, refusal: Refusal | None = None
) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    place = request.GET.get("place", "")[:12]
    page = _page_of(request, queries.owing_for(by, on, place))
    context = {
        "state": "owing",
        "page": page,
        "rows": queries.rows(page, on),
        "kin": _kin(by, page, on),
        "places": queries.places_owing(by, on),
        "place": place,
        "form": form,
        "refusal": refusal,
        "ticked": request.POST.getlist("seen"),
        "quarter": queries.usual_quarter(on),
    }
    return render(request, "awards/check_ins.html", context, status=422 if refusal else 200)


@for_officer(*guards.CHECKERS)
@require_POST
def group(request: HttpRequest) -> HttpResponse:
    """Those ticked on the list were seen by this officer on that day at that place."""
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _group_page(request, form, Refusal("check_in.form", _("请填写日期和地点。")))
    try:
        made = actions.check_in_group(
            seen=_ticked(request),
            seen_on=form.cleaned_data["seen_on"],
            where=form.cleaned_data["where"],
            by=request.officer,  # type: ignore[attr-defined]
            at=clock.now(),
        )
    except Refusal as refusal:
        return _group_page(request, form, refusal)
    messages.success(request, _("已确认 %(n)s 人签到。") % {"n": made})
    return redirect("awards_check_ins")


def _ticked(request: HttpRequest) -> Ticked:
    """The awards ticked, each with the person chosen beside the tick; the holder unless said."""
    awards = (
        Award.objects.filter(pk__in=ticked(request, "seen")).select_related("holder").order_by("pk")
    )
    chosen = {
        a.pk: row_number(request.POST.get(f"person-{a.pk}", "")) or a.holder_id for a in awards
    }
    people = Person.objects.in_bulk(chosen.values())
    return [(a, people[chosen[a.pk]]) for a in awards if chosen[a.pk] in people]


# --- at home, on the phone ---------------------------------------------------------------------


def _nav() -> list[NavGroup]:
    items = [
        NavItem(_("季度签到"), reverse("awards_field")),
        NavItem(_("工作台"), reverse("desk_home")),
    ]
    return [NavGroup(_("签到"), items)]


@for_officer(*guards.CHECKERS)
@require_GET
@never_cache
def field_list(request: HttpRequest) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    page = _page_of(request, queries.owing_for(by, on))
    context = {
        "page": page,
        "rows": queries.rows(page, on),
        "kin": _kin(by, page, on),
        "quarter": queries.usual_quarter(on),
        "nav": _nav(),
    }
    return render(request, "awards/field_list.html", context)


@for_officer(*guards.CHECKERS)
@never_cache
def field(request: HttpRequest, key: UUID) -> HttpResponse:
    """One family at its door: who was seen, a photograph if wanted, one button."""
    related = ("place", "holder", "household__place")
    award = get_object_or_404(Award.objects.select_related(*related), key=key)
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    guards.check_can_check_in(by, award, on)
    if request.method != "POST":
        return _field_page(request, award, on)
    form = DeliveryForm(request.POST, request.FILES)
    try:
        return _seen_at_home(request, award, form)
    except Refusal as refusal:
        if request.headers.get("X-Deliver"):
            return JsonResponse({"sentence": refusal.sentence}, status=409)
        return _field_page(request, award, on, refusal)


def _seen_at_home(request: HttpRequest, award: Award, form: DeliveryForm) -> HttpResponse:
    if not form.is_valid():
        raise Refusal("check_in.person", _("请选择见到的人。"), field="person")
    at = clock.now()
    actions.check_in_at_home(
        award=award,
        check_in=form.cleaned_data["check_in"],
        person=get_object_or_404(Person, pk=form.cleaned_data["person"]),
        note=form.cleaned_data["note"],
        photo=form.photo_bytes(),
        recorded_at=form.moment(at),
        by=request.officer,  # type: ignore[attr-defined]
        at=at,
    )
    if request.headers.get("X-Deliver"):
        return JsonResponse({"done": True})
    messages.success(request, _("已记下，这户本季度签到完成。"))
    return redirect("awards_field")


def _field_page(
    request: HttpRequest, award: Award, on: date, refusal: Refusal | None = None
) -> HttpResponse:
    people = queries.seen_people(award, on)
    names = names_of(person.pk for person in people)
    context = {
        "award": award,
        "people": [(person.pk, names.get(person.pk, "")) for person in people],
        "quarter": queries.quarter(award, on),
        "new_id": uuid4(),
        "refusal": refusal,
        "nav": _nav(),
    }
    return render(request, "awards/field.html", context, status=422 if refusal else 200)


# --- those nobody saw --------------------------------------------------------------------------


@for_officer(*guards.CHECKERS)
@require_GET
@never_cache
def missed(request: HttpRequest) -> HttpResponse:
    return _missed_page(request)


def _missed_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    page = _page_of(request, queries.misses_for(by, on))
    names = names_of(one.award.holder_id for one in page)
    rows = [
        (one, names.get(one.award.holder_id, ""), workdays_left(on, one.due_on)) for one in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "kin": _kin(by, [one.award for one in page], on),
        "refusal": refusal,
        "plans": by.duty in guards.PLANNERS,
        "purpose": queries.PURPOSE,
        "office": office_of(by),
    }
    return render(request, "awards/missed.html", context, status=422 if refusal else 200)


@for_officer(*guards.CHECKERS)
@require_POST
def close_miss(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(MissedCheckIn, pk=pk)
    guards.check_can_close_miss(request.officer, found, clock.today())  # type: ignore[attr-defined]
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        actions.close_miss(missed=found, note=note, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    except Refusal as refusal:
        return _missed_page(request, refusal)
    messages.success(request, _("已了结。"))
    return redirect("awards_missed")
