"""How the family wants to be told, as it says itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from doudi.common import clock
from doudi.common.actors import Citizen
from doudi.common.refusals import Hidden, Refusal
from doudi.people.actions.wishes import record_wish
from doudi.people.forms import WishForm, wish_start
from doudi.people.models import Person
from doudi.people.queries import names_of, person_of
from doudi.people.queries.family import wish_line
from doudi.people.queries.telling import home_of, spoken_for, wish_of
from doudi.ui.access import for_citizen


@for_citizen(1)
@never_cache
def contact(request: HttpRequest) -> HttpResponse:
    """For oneself and for whom one stands in."""
    citizen: Citizen = request.citizen  # type: ignore[attr-defined]
    me, on = person_of(citizen.user_id), clock.today()
    if me is None:
        raise Hidden("wish.hidden", _("没有找到您的登记。请到村（社区）核对一次身份证。"))
    people, helpers = spoken_for(me, on)
    names = names_of(person.pk for person in (*people, *helpers))
    form = WishForm(
        request.POST or None,
        initial=wish_start(wish_of(me), me.pk),
        people=[(one.pk, names.get(one.pk, "")) for one in people],
        helpers=[(one.pk, names.get(one.pk, "")) for one in helpers],
    )
    if request.method == "POST" and form.is_valid():
        try:
            _record(form.cleaned_data, people, helpers, citizen)
        except Refusal as refusal:
            form.add_error(refusal.field or "way", refusal.sentence)
        else:
            messages.success(request, _("记下了。以后按这个方式告诉您。"))
            return redirect("people_contact")
    known = [wish_line(wish, names.get(one.pk, "")) for one in people if (wish := wish_of(one))]
    return render(request, "people/contact.html", {"form": form, "known": known})


def _record(data: dict[str, str], people: list[Person], helpers: list[Person], by: Citizen) -> None:
    known = {str(one.pk): one for one in (*people, *helpers)}
    person = known[data["person"]]
    record_wish(
        household=home_of(person, clock.today()), person=person, way=data["way"],
        hours=data["hours"], language=data["language"], needs=data["needs"],
        helper=known.get(data["helper"]), by=by, at=clock.now(),
    )  # fmt: skip
