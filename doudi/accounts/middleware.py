"""Puts the officer or the citizen of this request on it; leads officers to their second step."""

from collections.abc import Callable
from typing import cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.accounts.models import Post, User
from doudi.accounts.queries import has_totp, level_of, officer_of, posts_of
from doudi.accounts.rules.signin import (
    IDLE_SECONDS,
    POST_KEY,
    SEEN_KEY,
    STEP_KEY,
    is_idle,
    second_step_done,
)
from doudi.accounts.states import FIELD_DUTIES, UserKind
from doudi.common import clock
from doudi.common.actors import Citizen, Officer
from doudi.common.crypto import blind_index

OPEN_PATHS = ("/sign-in/", "/sign-out/", "/static/", "/healthz", "/post/")


class OfficerMiddleware:
    """Sets `request.officer`, `request.citizen` (either may be None) and `request.actor`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.officer = request.citizen = request.actor = None  # type: ignore[attr-defined]
        request.posts = []  # type: ignore[attr-defined]
        if request.user.is_authenticated and (door := _end_idle(request)):
            return redirect(door)
        if not request.user.is_authenticated:
            return self.get_response(request)
        user = request.user
        if user.kind == UserKind.CITIZEN:
            request.citizen = request.actor = citizen_of(request, user)  # type: ignore[attr-defined]
        elif answer := _take_post(request, user):
            return answer
        return self.get_response(request)


def citizen_of(request: HttpRequest, user: User) -> Citizen:
    key = request.session.session_key or ""
    return Citizen(user.pk, level_of(user.pk), blind_index("session", key).hex())


def _take_post(request: HttpRequest, user: User) -> HttpResponse | None:
    posts = posts_of(user, clock.today())
    if not posts:
        return None if request.path.startswith(OPEN_PATHS) else redirect("/post/")
    post = chosen_post(request, posts)
    if not _second_step(request, user, post):
        if request.path.startswith(OPEN_PATHS):
            return None
        return redirect("/sign-in/officer/second-step/")
    officer: Officer = officer_of(post)
    request.officer = request.actor = officer  # type: ignore[attr-defined]
    request.posts = posts  # type: ignore[attr-defined]
    return None


def chosen_post(request: HttpRequest, posts: list[Post]) -> Post:
    """The post picked in this session while it is valid, else the first."""
    wanted = request.session.get(POST_KEY)
    return next((post for post in posts if post.pk == wanted), posts[0])


def _second_step(request: HttpRequest, user: User, post: Post) -> bool:
    known = request.session.get(STEP_KEY)
    if known == "totp" or (known == "code" and post.duty in FIELD_DUTIES):
        return True
    step = second_step_done(
        methods=_methods(request), has_totp=has_totp(user), field=post.duty in FIELD_DUTIES
    )
    if step:
        request.session[STEP_KEY] = step
    return bool(step)


def _methods(request: HttpRequest) -> set[str]:
    records = request.session.get("account_authentication_methods", [])
    return {record.get("method", "") for record in records}


def _end_idle(request: HttpRequest) -> str:
    """Ends a sign-in that nobody used for a while, and says where to go; else empty.

    Touches the session once a minute.
    """
    now = int(clock.now().timestamp())
    seen = request.session.get(SEEN_KEY, now)
    if is_idle(seen, now):
        officer = cast(User, request.user).kind == UserKind.OFFICER
        logout(request)
        door = "/sign-in/officer/" if officer else "/sign-in/"
        return request.get_full_path() if request.method == "GET" else door
    if SEEN_KEY not in request.session or now - seen > IDLE_SECONDS // 30:
        request.session[SEEN_KEY] = now
    return ""
