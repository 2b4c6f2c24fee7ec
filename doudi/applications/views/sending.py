"""Signing, looking ahead, submitting."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.applications.actions import applications as actions
from doudi.applications.actions import signing as signing_actions
from doudi.applications.forms import tried
from doudi.applications.forms.signing import LinkForm, SignForm
from doudi.applications.guards import (
    can_read,
    check_can_see_progress,
    check_can_withdraw,
    is_sent_to,
)
from doudi.applications.models import Application
from doudi.applications.queries.applications import by_key
from doudi.applications.queries.declared import items as all_items
from doudi.applications.queries.lookahead import look_ahead
from doudi.applications.queries.people import Shown, find, name_on_link, shown_members
from doudi.applications.queries.progress import place_name, progress, told_to_family
from doudi.applications.states import SentTo, State
from doudi.applications.views.face import actor, citizen, go, opened, show
from doudi.common import clock
from doudi.common.actors import Officer, System
from doudi.people.queries import authorisation_text, link_target, payee_account
from doudi.people.rules.notices import notice_text

LINKS = "applications_links"


def signing(request: HttpRequest, key: UUID) -> HttpResponse:
    application = opened(request, key)
    adults = [one for one in shown_members(application, clock.today()) if one.is_adult]
    return show(request, "applications/signing.html", 3, application=application, adults=adults)


def sign(request: HttpRequest, key: UUID, person_id: int) -> HttpResponse:
    application = opened(request, key)
    one = _adult(application, person_id)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.in_person:
            messages.info(request, _("好的。请本人带身份证到村（社区）或乡镇（街道），当面签名。"))
            return go(request, "signing", key)
        if tried(
            request,
            form,
            lambda: signing_actions.sign(
                application=application, person=one.person, signature=form.cleaned_data["png"],
                by=actor(request), at=clock.now(),
            ),
        ):  # fmt: skip
            return go(request, "signing", key)
    return show(
        request,
        "applications/sign.html",
        3,
        application=application,
        person=one,
        form=form,
        text=authorisation_text(),
        notice=notice_text(),
    )


def sign_link(request: HttpRequest, key: UUID, person_id: int) -> HttpResponse:
    """Makes the single-use link and shows it once."""
    application = opened(request, key)
    one = _adult(application, person_id)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        link = tried(
            request,
            form,
            lambda: signing_actions.send_link(
                application=application,
                person=one.person,
                phone=phone,
                base_url=f"{settings.DOUDI_PORTAL_URL}/apply/sign/",
                by=actor(request),
                at=clock.now(),
            ),
        )
        if link:
            request.session[LINKS] = {str(person_id): link}
            if phone:
                messages.success(request, _("签名链接已经用短信发给家人。"))
            return go(request, "sign_link", key, person_id)
    link = request.session.pop(LINKS, {}).get(str(person_id), "")
    return show(
        request,
        "applications/sign_link.html",
        3,
        application=application,
        person=one,
        form=form,
        link=link,
    )


def sign_own(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link is its person: it shows no more than the letter to be signed."""
    target = link_target(token, clock.now())
    if request.method == "GET" and request.GET.get("done"):
        return render(request, "applications/sign_own.html", {"done": True})
    if target is None:
        return render(request, "applications/sign_own.html", {"gone": True}, status=410)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not form.in_person:
        png = form.cleaned_data["png"]
        if tried(
            request,
            form,
            lambda: signing_actions.sign_by_link(
                token=token, signature=png, by=System("signing_link"), at=clock.now()
            ),
        ):
            return redirect(f"{request.path}?done=1")
    shown = {
        "form": form,
        "name": name_on_link(target),
        "text": authorisation_text(),
        "notice": notice_text(),
    }
    return render(request, "applications/sign_own.html", shown)


def look(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was declared, what it may come to, and the button."""
    application, on, at = opened(request, key), clock.today(), clock.now()
    if application.state != State.DRAFT and not is_sent_to(application, SentTo.FAMILY):
        return go(request, "done", key)
    people = shown_members(application, on)
    return show(
        request,
        "applications/look.html",
        4,
        application=application,
        people=people,
        lines=all_items(application, on=on, known=at),
        ahead=look_ahead(application, on=on, known=at),
        account=payee_account(application.household),
        place_text=place_name(application),
        unsigned=[one for one in people if not one.signed],
    )


def submit(request: HttpRequest, key: UUID) -> HttpResponse:
    application = opened(request, key)
    if request.method == "POST":
        actions.submit(application=application, by=actor(request), at=clock.now())
        return go(request, "done", key)
    return go(request, "look", key)


def done(request: HttpRequest, key: UUID) -> HttpResponse:
    """The number and what happens next: no personal value, so that any sign-in may see it."""
    application = by_key(key)
    check_can_see_progress(actor(request), application, clock.today())
    if application.state == State.DRAFT:
        return go(request, "look", key)
    return show(
        request,
        "applications/done.html",
        None,
        application=application,
        progress=progress(application),
        away=_is_away(request, application),
        remarkable=told_to_family(application),
        place_text=place_name(application),
    )


def _is_away(request: HttpRequest, application: Application) -> bool:
    """Taken in here for another place: from now on this counter sees the progress only."""
    by = actor(request)
    return isinstance(by, Officer) and not can_read(by, application, clock.today())


def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    application = by_key(key)
    check_can_withdraw(actor(request), application, clock.today())
    if request.method == "POST":
        actions.withdraw(application=application, by=citizen(request), at=clock.now())
        return go(request, "done", key)
    return show(request, "applications/withdraw.html", None, application=application)


def _adult(application: Application, person_id: int) -> Shown:
    one = find(application, person_id, clock.today())
    if one is None or not one.is_adult:
        raise Http404
    return one
