"""The same forms serve the family's phone and the counter; this tells them apart."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.applications.guards import check_can_read, check_not_at_own_counter
from doudi.applications.models import Application
from doudi.applications.queries.applications import by_key
from doudi.common import clock
from doudi.common.actors import Citizen, Officer
from doudi.ui.lines import steps

STEPS = (
    "start", "me", "condition", "place", "members", "member_add", "member", "member_drop",
    "living", "item_add", "item", "item_drop", "account", "signing", "sign", "sign_link", "look",
    "submit", "done", "kin",
)  # fmt: skip


@dataclass(frozen=True)
class Face:
    """`names` gives a template the url name of each step on this face."""

    base: str
    prefix: str
    at_counter: bool

    @property
    def names(self) -> dict[str, str]:
        return {step: f"{self.prefix}{step}" for step in STEPS}

    def url(self, step: str, *args: Any) -> str:
        return reverse(self.prefix + step, args=args)


PHONE = Face("ui/portal.html", "applications_", at_counter=False)
COUNTER = Face("applications/counter.html", "applications_counter_", at_counter=True)


def actor(request: HttpRequest) -> Citizen | Officer:
    """Who is signed in; the decorator of the view has seen to it that somebody is."""
    found: Citizen | Officer = request.actor  # type: ignore[attr-defined]
    return found


def citizen(request: HttpRequest) -> Citizen:
    found: Citizen = request.citizen  # type: ignore[attr-defined]
    return found


def officer(request: HttpRequest) -> Officer:
    found: Officer = request.officer  # type: ignore[attr-defined]
    return found


def face_of(request: HttpRequest) -> Face:
    return COUNTER if request.officer else PHONE  # type: ignore[attr-defined]


def opened(request: HttpRequest, key: UUID) -> Application:
    """The application, if whoever is signed in may read it; nobody fills in a relative's."""
    application, on = by_key(key), clock.today()
    check_can_read(actor(request), application, on)
    if request.method == "POST":
        check_not_at_own_counter(actor(request), application.household, on)
    return application


def go(request: HttpRequest, step: str, *args: Any) -> HttpResponse:
    return redirect(face_of(request).url(step, *args))


def show(request: HttpRequest, page: str, step: int | None, **context: Any) -> HttpResponse:
    """A page of the flow; `step` is the index of the station it belongs to."""
    face = face_of(request)
    shown = {
        "base": face.base,
        "names": face.names,
        "at_counter": face.at_counter,
        "steps": stations(step) if step is not None else None,
        "nav": None,
        **context,
    }
    return render(request, page, shown)


def stations(now: int) -> list[Any]:
    titles = [_("我的情况"), _("家里人"), _("生活来源"), _("签授权书"), _("看一看，再提交")]
    return steps(titles, now)
