"""Who may open a view. Each view wears one of these; a test walks every URL and proves it.

The middleware of accounts puts `officer` and `citizen` on the request; what a person may do to
one record is the guard's question, asked again inside.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from doudi.common.refusals import Forbidden

View = Callable[..., HttpResponse]


def for_officer(*duties: str) -> Callable[[View], View]:
    """Officers whose post carries one of the duties; no duty named: every officer."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            officer = getattr(request, "officer", None)
            if officer is None:
                return redirect_to_login(request.get_full_path(), "/sign-in/officer/")
            if duties and officer.duty not in duties:
                raise Forbidden("post.duty", _("您当前的岗位不办理此事，请切换岗位或联系管理员。"))
            return view(request, *args, **kwargs)

        inner.access = ("officer", duties)  # type: ignore[attr-defined]
        return inner

    return wrap


def opens_for(duty: str, view: Any) -> bool:
    """Whether an officer of this duty gets past the mark of the view; for links to it."""
    kind, duties = getattr(view, "access", ("", ()))
    return kind == "anyone" or (kind == "officer" and (not duties or duty in duties))


def for_citizen(level: int = 0) -> Callable[[View], View]:
    """People signed in on the portal with at least this identity level."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            citizen = getattr(request, "citizen", None)
            if citizen is None:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            if citizen.level < level:
                raise Forbidden(
                    "identity.level",
                    _("为了保护您的信息，请带身份证到村（社区）核对一次。之后就能在手机上查看。"),
                )
            return view(request, *args, **kwargs)

        inner.access = ("citizen", (str(level),))  # type: ignore[attr-defined]
        return inner

    return wrap


def for_anyone(view: View) -> View:
    """Public pages: nothing personal beyond the published white-list."""
    view.access = ("anyone", ())  # type: ignore[attr-defined]
    return view
