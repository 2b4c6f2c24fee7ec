"""Where the family lives, and who asks."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.accounts.queries import place_by_code
from doudi.applications.actions import applications as actions
from doudi.applications.actions import members
from doudi.applications.actions.members import Typed
from doudi.applications.forms import tried
from doudi.applications.forms.people import AddressForm, ConditionForm, MeForm, answers
from doudi.applications.queries.applications import names_in
from doudi.applications.queries.declared import person_facts
from doudi.applications.queries.places import choice, city_of, village_choice
from doudi.applications.rules.people import condition_of
from doudi.applications.views.face import actor, face_of, go, opened, show
from doudi.common import clock
from doudi.people.queries import address_of
from doudi.people.states import Relation


def start(request: HttpRequest) -> HttpResponse:
    """District, town, village: one choice a page."""
    by, on = actor(request), clock.today()
    chosen = choice(request.GET.get("in", ""), by=by, on=on)
    other = "1" if request.GET.get("for") else ""
    if chosen.village:
        more = "&for=1" if other else ""
        return redirect(f"{face_of(request).url('me')}?place={chosen.village.code}{more}")
    city = city_of(by, on) if not chosen.chosen else None
    return show(request, "applications/start.html", None, choice=chosen, other=other, city=city)


def me(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("place") or request.GET.get("place", "")
    if not code:
        return go(request, "start")
    on, at = clock.today(), clock.now()
    face, other = face_of(request), bool(request.GET.get("for"))
    form = MeForm(
        request.POST or None, request.FILES or None, initial={"place": code}, for_other=other,
        at_counter=face.at_counter,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = tried(
            request,
            form,
            lambda: actions.start(
                place=place_by_code(form.cleaned_data["place"], on),
                typed=form.typed(),
                registration=form.cleaned_data["registration"],
                address=form.cleaned_data["address"],
                card=form.card_content(),
                asks=form.asks(),
                by=actor(request),
                at=at,
            ),
        )
        if made:
            return go(request, "condition", made.key)
    return show(
        request,
        "applications/me.html",
        0,
        form=form,
        choice=village_choice(code, on=on),
        other=other,
        code=code,
    )


def condition(request: HttpRequest, key: UUID) -> HttpResponse:
    """Schooling, disability and illness of the applicant."""
    application, at = opened(request, key), clock.now()
    person, on = application.applicant, clock.today()
    known = condition_of(person_facts(application, person.pk, on=on, known=at))
    form = ConditionForm(request.POST or None, initial=answers(known))
    if request.method == "POST" and form.is_valid():
        name = names_in(application, on)[person.pk]
        typed = Typed(name=name, relation=Relation.SELF, condition=form.condition())
        if tried(
            request,
            form,
            lambda: members.change_member(
                application=application,
                person=person,
                typed=typed,
                by=actor(request),
                at=at,
            ),
        ):
            return go(request, "members", key)
    return show(request, "applications/condition.html", 0, form=form, application=application)


def place(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another village or house number, before it is submitted."""
    application, on = opened(request, key), clock.today()
    code = request.POST.get("place") or request.GET.get("in") or application.place.code
    chosen = choice(code, by=actor(request), on=on)
    household = application.household
    known = {"registration": household.registration, "address": address_of(household)}
    form = AddressForm(request.POST or None, initial=known)
    if tried(
        request,
        form,
        lambda: actions.set_place(
            application=application,
            place=place_by_code(code, on),
            by=actor(request),
            at=clock.now(),
            **form.cleaned_data,
        ),
    ):
        return go(request, "look", key)
    return show(
        request, "applications/place.html", 0, form=form, application=application, choice=chosen
    )
