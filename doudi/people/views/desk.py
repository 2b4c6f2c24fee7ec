"""Recording a family's number, with the person and the card before the officer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from doudi.common import clock
from doudi.common.refusals import Refusal
from doudi.people import guards
from doudi.people.actions import contacts
from doudi.people.forms import PhoneForm
from doudi.people.models import Household, Person
from doudi.people.queries import members
from doudi.people.queries.contacts import recorded_ending
from doudi.ui.access import for_officer


@for_officer(*guards.RECORDERS)
@never_cache
def record_phone(request: HttpRequest, key: UUID) -> HttpResponse:
    household = get_object_or_404(Household.objects.select_related("place"), key=key)
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    guards.check_can_record_phone(by, household, on)
    family = members(household, on)
    people = [(one.person.pk, one.name) for one in family]
    form = PhoneForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            contacts.record_phone(
                household=household,
                person=Person.objects.get(pk=form.cleaned_data["person"]),
                phone=form.cleaned_data["phone"],
                by=by,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field or "phone", refusal.sentence)
        else:
            messages.success(request, _("已登记。本人用这个号码登录后，就能看到全部内容。"))
            return redirect("people_phone", key)
    known = [(one.name, recorded_ending(one.person)) for one in family]
    return render(request, "people/phone.html", {"form": form, "known": known})
