"""我的信息: what is held, who looked, what was signed; and the privacy notice."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from doudi.common import clock
from doudi.common.actors import Citizen
from doudi.common.refusals import Refusal
from doudi.people.actions.notices import withdraw_consent
from doudi.people.guards import check_own_consent
from doudi.people.models import Authorisation, Person
from doudi.people.queries import person_of
from doudi.people.queries.notices import letters_of, notices_read
from doudi.people.rules import authorisation_text
from doudi.people.rules.notices import NOTICE_VERSION, notice_text, notice_versions
from doudi.portal.queries import mydata
from doudi.ui.access import for_anyone, for_citizen

PER_PAGE = 50


def _person(citizen: Citizen) -> Person:
    """Level 1 knows the person; without one there is nothing to show."""
    found = person_of(citizen.user_id)
    if found is None:
        raise Refusal(
            "mydata.nobody", _("还没有和您的身份对上的信息。请到村（社区）核对一次身份证。")
        )
    return found


@for_citizen(1)
@never_cache
def held(request: HttpRequest) -> HttpResponse:
    citizen: Citizen = request.citizen  # type: ignore[attr-defined]
    person, on, now = _person(citizen), clock.today(), clock.now()
    homes = mydata.homes_of(person, on)
    context = {
        "person": mydata.held_about(person, on),
        "homes": [
            (mydata.held_of_home(home, person, on), mydata.facts_about(home, person, on, now))
            for home in homes
        ],
        "papers": mydata.papers_of(homes)[:PER_PAGE],
        "letters": letters_of(person, on),
        "notices": notices_read(person, citizen.user_id)[:10],
        "looks": mydata.looks_at(person, homes).count(),
    }
    return render(request, "portal/mydata.html", context)


@for_citizen(1)
@never_cache
def looks(request: HttpRequest) -> HttpResponse:
    """Which office looked, when, by what duty and why."""
    citizen: Citizen = request.citizen  # type: ignore[attr-defined]
    person = _person(citizen)
    homes = mydata.homes_of(person, clock.today())
    page = Paginator(mydata.looks_at(person, homes), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "looks": mydata.shown_looks(page.object_list)}
    return render(request, "portal/looks.html", context)


@for_citizen(1)
@never_cache
def consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The letter with the words that were signed; a press takes it back."""
    citizen: Citizen = request.citizen  # type: ignore[attr-defined]
    letter = get_object_or_404(Authorisation, pk=pk)
    check_own_consent(citizen, letter)
    if request.method == "POST":
        withdraw_consent(letter=letter, by=citizen, at=clock.now())
        messages.success(request, _("授权已经撤回。已经在发的救助不受影响。"))
        return redirect("portal_mydata")
    context = {
        "letter": letter,
        "text": authorisation_text(letter.text_version),
        "in_force": letter.revoked_at is None and letter.valid_until >= clock.today(),
    }
    return render(request, "portal/consent.html", context)


@for_anyone
def privacy(request: HttpRequest, version: str = NOTICE_VERSION) -> HttpResponse:
    """The notice in force, or an earlier version as it was shown."""
    if version not in notice_versions():
        raise Http404
    context = {
        "text": notice_text(version),
        "version": version,
        "versions": [one for one in notice_versions() if one != version],
        "newest": version == NOTICE_VERSION,
    }
    return render(request, "portal/privacy.html", context)
