"""The family's own pages: the quarter's check-in with one button, and what rechecks there were."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from doudi.awards import guards
from doudi.awards.actions import checkins as actions
from doudi.awards.forms import DeliveryForm
from doudi.awards.models import Award
from doudi.awards.queries import checkins, rechecks
from doudi.common import clock
from doudi.common.refusals import Hidden, Refusal
from doudi.ui.access import for_citizen


def _award(key: UUID) -> Award:
    related = ("office", "place", "holder", "household__place")
    return get_object_or_404(Award.objects.select_related(*related), key=key)


@for_citizen(level=1)
@never_cache
def check_in(request: HttpRequest, key: UUID) -> HttpResponse:
    """GET shows the button; POST takes one check-in, any number of times."""
    award = _award(key)
    choices = checkins.choices(request.citizen, award, clock.today())  # type: ignore[attr-defined]
    if not choices:
        raise Hidden("award.none", _("没有找到这份救助。"))
    if request.method != "POST":
        return _page(request, award, choices)
    form = DeliveryForm(request.POST, request.FILES)
    try:
        return _taken(request, award, form, choices)
    except Refusal as refusal:
        if request.headers.get("X-Deliver"):
            return JsonResponse({"sentence": refusal.sentence}, status=409)
        return _page(request, award, choices, refusal)


def _taken(
    request: HttpRequest, award: Award, form: DeliveryForm, choices: list[checkins.Choice]
) -> HttpResponse:
    person = form.cleaned_data["person"] if form.is_valid() else 0
    chosen = next((one.person for one in choices if one.person.pk == person), None)
    if chosen is None:
        raise Refusal("check_in.form", _("没有收到完整的签到，请再点一次。"))
    at = clock.now()
    actions.check_in(
        award=award,
        check_in=form.cleaned_data["check_in"],
        person=chosen,
        photo=form.photo_bytes(),
        recorded_at=form.moment(at),
        by=request.citizen,  # type: ignore[attr-defined]
        at=at,
    )
    if request.headers.get("X-Deliver"):
        return JsonResponse({"done": True})
    messages.success(request, _("签到好了，谢谢您。"))
    return redirect("awards_check_in", award.key)


def _page(
    request: HttpRequest,
    award: Award,
    choices: list[checkins.Choice],
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {
        "award": award,
        "quarter": checkins.quarter(award, clock.today()),
        "choices": choices,
        "past": checkins.check_ins_of(award),
        "refusal": refusal,
    }
    return render(request, "awards/own_check_in.html", context, status=422 if refusal else 200)


@for_citizen(level=1)
@never_cache
@require_GET
def care(request: HttpRequest, key: UUID) -> HttpResponse:
    """When the office comes again, and what came of earlier visits."""
    award = _award(key)
    guards.check_is_theirs(request.citizen, award, clock.today())  # type: ignore[attr-defined]
    found = rechecks.rechecks_of(award)
    context = {
        "award": award,
        "now": next((one for one in found if one.closed_at is None), None),
        "past": [one for one in found if one.closed_at],
    }
    return render(request, "awards/own_rechecks.html", context)
