"""The first page, the family's messages, and in a demo the screen of its phone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.accounts.queries.demo import demo_loading
from doudi.awards.queries.change_pages import asked_of
from doudi.awards.queries.checkins import due_for
from doudi.common import clock
from doudi.common.actors import Citizen
from doudi.messaging.queries import phone_page
from doudi.people.queries import current_name, person_of
from doudi.portal.queries import CaseLine, case_lines, letters_of
from doudi.ui.access import for_anyone, for_citizen


@for_anyone
def home(request: HttpRequest) -> HttpResponse:
    citizen: Citizen | None = getattr(request, "citizen", None)
    return render(
        request,
        "portal/home.html",
        {
            "name": _greeting(citizen),
            "cases": _cases(citizen),
            "asked": asked_of(citizen, clock.today()) if citizen else [],
            "check_ins": due_for(citizen, clock.today()) if citizen else [],
            "citizen": citizen,
            "demo": settings.DOUDI_MODE == "demo",
            "loading": demo_loading(),
        },
    )


def _greeting(citizen: Citizen | None) -> str:
    """The name only where an officer has seen the person: a phone alone may be anyone's."""
    person = person_of(citizen.user_id) if citizen and citizen.level >= 1 else None
    return current_name(person) if person else ""


def _cases(citizen: Citizen | None) -> list[CaseLine]:
    return case_lines(citizen, clock.today()) if citizen else []


@for_citizen()
def messages(request: HttpRequest) -> HttpResponse:
    citizen: Citizen = request.citizen  # type: ignore[attr-defined]
    letters = letters_of(citizen, clock.today())
    return render(request, "portal/messages.html", {"letters": letters})


@for_anyone
def phone(request: HttpRequest) -> HttpResponse:
    """What stands on the phones of the demo; there is no such page anywhere else."""
    if not settings.TRIAL:
        raise Http404
    return render(request, "portal/phone.html", {"messages_sent": phone_page()})
