"""Who joined or left the household with a confirmed change."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from doudi.awards import forms
from doudi.awards.actions import members as actions
from doudi.awards.guards import changes as guards
from doudi.awards.models import Change
from doudi.awards.queries import changes as queries
from doudi.awards.rules import changes as rules
from doudi.common import clock
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.people.models import Person
from doudi.people.queries import current_name, members
from doudi.ui.access import for_officer


@for_officer(*guards.HANDLERS)
@never_cache
def join(request: HttpRequest, key: UUID) -> HttpResponse:
    one = _seen(request, key, guards.check_can_take_in)
    start = {"joined_on": one.event_on, "relation": rules.JOINING[one.reason]}
    if one.reason == "birth":
        start["born_on"] = one.event_on
    form = forms.TakeInForm(request.POST or None, initial=start)

    def act(**who: Any) -> object:
        return actions.take_in(change=one, **form.cleaned_data, **who)

    return _answer(request, one, form, act, _("登记新成员"))


@for_officer(*guards.HANDLERS)
@never_cache
def leave(request: HttpRequest, key: UUID) -> HttpResponse:
    one = _seen(request, key, guards.check_can_let_go)
    start = {"person": one.person_id, "left_on": one.event_on}
    form = forms.LetGoForm(request.POST or None, people=_people(one), initial=start)

    def act(**who: Any) -> object:
        given = form.cleaned_data
        person = Person.objects.get(pk=given["person"])
        return actions.let_go(change=one, person=person, left_on=given["left_on"], **who)

    return _answer(request, one, form, act, _("登记谁离开"))


def _seen(request: HttpRequest, key: UUID, check: Callable[..., None]) -> Change:
    found, on = get_object_or_404(queries.with_related(), key=key), clock.today()
    guards.check_can_see_change(request.officer, found, on)  # type: ignore[attr-defined]
    check(request.officer, found, on)  # type: ignore[attr-defined]
    return found


def _people(change: Change) -> list[tuple[int, str]]:
    return [(one.person.pk, one.name) for one in members(change.award.household, clock.today())]


def _answer(
    request: HttpRequest, one: Change, form: Form, act: Callable[..., object], title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and _done(request, form, act):
        messages.success(request, _("已登记。测算时按当月的家庭成员。"))
        return redirect("awards_change", one.key)
    context = {
        "one": one,
        "form": form,
        "title": title,
        "name": current_name(one.award.holder),
        "members": members(one.award.household, clock.today()),
    }
    return render(
        request, "awards/change_members.html", context, status=422 if form.errors else 200
    )


def _done(request: HttpRequest, form: Form, act: Callable[..., object]) -> bool:
    try:
        act(by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True
