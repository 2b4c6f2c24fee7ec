"""Changes on the family's phone: say what changed, say what you think, see what was decided."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.awards import forms
from doudi.awards.actions import changes as actions
from doudi.awards.guards import changes as guards
from doudi.awards.models import Award, Change
from doudi.awards.queries import change_pages as pages
from doudi.awards.queries import changes as queries
from doudi.common import clock
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.people.models import Person
from doudi.ui.access import for_citizen


def _award(request: HttpRequest, key: UUID) -> Award:
    related = ("place", "office", "household", "holder")
    award = get_object_or_404(Award.objects.select_related(*related), key=key)
    guards.check_own_award(request.citizen, award, clock.today())  # type: ignore[attr-defined]
    return award


@for_citizen(1)
@never_cache
def show_list(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the family reported and what became of it."""
    award = _award(request, key)
    found = [pages.own_change(one) for one in queries.of_award(award)[:20]]
    return render(request, "awards/own_changes.html", {"award": award, "changes": found})


@for_citizen(1)
@never_cache
def tell(request: HttpRequest, key: UUID) -> HttpResponse:
    award = _award(request, key)
    people = pages.people_of(award, clock.today())
    form = forms.TellChangeForm(request.POST or None, people=people, reasons=pages.reason_groups())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person = Person.objects.get(pk=given["person"]) if given["person"] else None
        try:
            made = actions.report(
                award=award, reason=given["reason"], text=given["text"], person=person,
                event_on=given["event_on"], by=request.citizen, at=clock.now(),  # type: ignore[attr-defined]
            )  # fmt: skip
            return redirect("awards_own_change", made.key)
        except (Forbidden, Hidden):
            raise
        except Refusal as no:
            form.add_error(no.field if no.field in form.fields else None, no.sentence)
    status = 422 if form.errors else 200
    return render(
        request, "awards/own_change_new.html", {"award": award, "form": form}, None, status
    )


def _own(request: HttpRequest, key: UUID) -> Change:
    found = get_object_or_404(queries.with_related().select_related("award__office"), key=key)
    guards.check_own_award(request.citizen, found.award, clock.today())  # type: ignore[attr-defined]
    return found


@for_citizen(1)
@never_cache
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    return _page(request, _own(request, key), forms.ViewForm())


def _page(
    request: HttpRequest, one: Change, form: forms.ViewForm, status: int = 200
) -> HttpResponse:
    context = {"one": one, "page": pages.own_change(one), "form": form}
    return render(request, "awards/own_change.html", context, status=status)


@require_POST
@for_citizen(1)
def say(request: HttpRequest, key: UUID) -> HttpResponse:
    one, form = _own(request, key), forms.ViewForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form, 422)
    try:
        actions.say_view(
            change=one,
            said=form.cleaned_data["said"],
            by=request.citizen,  # type: ignore[attr-defined]
            at=clock.now(),
        )
    except (Forbidden, Hidden):
        raise
    except Refusal as no:
        form.add_error(no.field if no.field in form.fields else None, no.sentence)
        return _page(request, one, form, 422)
    return redirect("awards_own_change", one.key)
