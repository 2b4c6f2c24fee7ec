"""Puts the officer or the citizen of this request on it; leads officers to their second step;
tells the database who asks."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _lazy

from doudi.accounts.actions import begin_sign_in, end_sign_in
from doudi.accounts.models import Post, User
from doudi.accounts.queries import has_totp, level_of, officer_of, posts_of
from doudi.accounts.rules.signin import (
    IDLE_SECONDS,
    KEPT_KEY,
    POST_KEY,
    SEEN_KEY,
    SIGN_IN_KEY,
    STEP_KEY,
    is_idle,
    second_step_done,
    worth_keeping,
)
from doudi.accounts.states import FIELD_DUTIES, UserKind
from doudi.common import clock
from doudi.common.actors import Actor, Citizen, Officer, System
from doudi.common.crypto import blind_index
from doudi.common.remembered import remembering

IDLE = System("idle")
_ENDED_ELSEWHERE = _lazy("您的账号又在别处登录，这里已经退出。如果那不是您，请马上告诉安全管理员。")
OPEN_PATHS = ("/sign-in/", "/sign-out/", "/static/", "/healthz", "/post/")


class OfficerMiddleware:
    """Sets `request.officer`, `request.citizen` (either may be None) and `request.actor`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with remembering():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
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


class PlaceWall:
    """Says to PostgreSQL for whom this request reads, and takes it back before the next one.

    Under the web role facts and files are seen only where this person has to do with the family;
    a request of nobody says nothing, and sees none (docs/adr/0008-walls.md).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = request.actor  # type: ignore[attr-defined]
        if actor is None:
            return self.get_response(request)
        _say(_ASKS, [actor.user_id, *_office_of(actor)])
        try:
            return self.get_response(request)
        finally:
            _take_back()


# Of the session, as most reads stand outside a transaction; the connection lives on.
_ASKS = """
SELECT set_config('doudi.user', %s::text, false), set_config('doudi.office', %s::text, false),
    set_config('doudi.places', coalesce((
        SELECT string_agg(p.code, ',')
        FROM accounts_jurisdiction j JOIN accounts_place p ON p.id = j.place_id
        WHERE j.office_id = %s AND j.valid_from <= %s
            AND (j.valid_until IS NULL OR j.valid_until > %s)), ''), false)
"""
_NOBODY = (
    "SELECT set_config('doudi.user', '', false), set_config('doudi.office', '', false),"
    " set_config('doudi.places', '', false)"
)


def _office_of(actor: Officer | Citizen) -> tuple[object, ...]:
    office, today = actor.office_id if isinstance(actor, Officer) else None, clock.today()
    return office or "", office, today, today


def _say(statement: str, values: list[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _take_back() -> None:
    """A connection on which that fails is not used again."""
    if connection.connection is None:
        return
    try:
        _say(_NOBODY, [])
    except (DatabaseError, InterfaceError):
        connection.close()


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
    if not _still_signed_in(request, user, officer):
        messages.warning(request, _ENDED_ELSEWHERE)
        return redirect(_end(request))
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


def _still_signed_in(request: HttpRequest, user: User, officer: Officer) -> bool:
    """False where newer sign-ins of the same officer took the place of this one."""
    if SIGN_IN_KEY not in request.session:
        key = request.session.session_key or ""
        mark = request.session[SIGN_IN_KEY] = blind_index("session", key).hex()[:16]
        begin_sign_in(user=user, mark=mark, by=officer, at=clock.now())
    return request.session[SIGN_IN_KEY] in user.sign_ins


def _methods(request: HttpRequest) -> set[str]:
    records = request.session.get("account_authentication_methods", [])
    return {record.get("method", "") for record in records}


def _end_idle(request: HttpRequest) -> str:
    """Ends a sign-in that nobody used for a while, and says where to go; else empty.

    Touches the session once a minute. What a form brought waits, sealed, for the same person.
    """
    now = int(clock.now().timestamp())
    seen = request.session.get(SEEN_KEY, now)
    if is_idle(seen, now):
        end_own_sign_in(request, IDLE)
        return _end(request)
    if SEEN_KEY not in request.session or now - seen > IDLE_SECONDS // 30:
        request.session[SEEN_KEY] = now
    return ""


def end_own_sign_in(request: HttpRequest, by: Actor) -> None:
    """An officer's place is free again; families have no limit, and no mark."""
    if mark := request.session.get(SIGN_IN_KEY):
        user = cast(User, request.user)
        end_sign_in(user=user, mark=mark, by=by, at=clock.now())


def _end(request: HttpRequest) -> str:
    """Signs out, keeps what a form brought, and says where to go."""
    user = cast(User, request.user)
    officer, pk = user.kind == UserKind.OFFICER, user.pk
    logout(request)
    _keep_typed(request, pk)
    door = "/sign-in/officer/" if officer else "/sign-in/"
    return request.get_full_path() if request.method == "GET" else door


def _keep_typed(request: HttpRequest, user_id: int) -> None:
    fields = {name: list(map(str, values)) for name, values in request.POST.lists()}
    if typed := worth_keeping(request.path, fields):
        kept = {"user": user_id, "path": request.get_full_path(), "fields": typed}
        request.session[KEPT_KEY] = kept
