"""One answer per form, and one way to say no."""

import hashlib
import logging
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import TemplateDoesNotExist, get_template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, ExclusionViolation, UniqueViolation

from doudi.audit.models import RequestKey
from doudi.common import clock
from doudi.common.refusals import Forbidden, Hidden, Refusal

logger = logging.getLogger(__name__)
View = Callable[[HttpRequest], HttpResponse]
FIELD = "_key"


class AnswerOnce:
    """A form with a request key is carried out once; its repeat gets the first answer.

    The view runs in one transaction. Only a redirect commits: any other answer (the form again
    with its errors, a refusal, a fault) undoes the view's writes and frees the key. A view that
    must keep what it wrote while it shows a page (a search, a download, a count of wrong codes)
    takes no request key, or stands in the setting DOUDI_ANSWERED_EACH_TIME.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        text = _key(request)
        if not text:
            return self.get_response(request)
        try:
            key = UUID(text)
        except ValueError:
            raise BadRequest("request key") from None
        with transaction.atomic():
            return self._answer(request, key)

    def _answer(self, request: HttpRequest, key: UUID) -> HttpResponse:
        made = RequestKey(key=key, actor=_actor(request), path=request.path[:500], at=clock.now())
        if not _is_new(made):
            return _repeat(request, RequestKey.objects.get(key=key), made)
        response = self.get_response(request)
        location = response.headers.get("Location") or response.headers.get("HX-Redirect")
        if not location or response.status_code >= 400 or _asks_to_sign_in(request, location):
            transaction.set_rollback(True)
            return response
        kept = RequestKey.objects.filter(key=key)
        kept.update(status=response.status_code, location=location)
        return response


_TAKE = """
INSERT INTO audit_requestkey (key, actor, path, status, location, at)
VALUES (%s, %s, %s, 0, '', %s) ON CONFLICT DO NOTHING
"""


def _is_new(made: RequestKey) -> bool:
    """Waits for a transaction that is just now writing the same key."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [made.key, made.actor, made.path, made.at])
        return cursor.rowcount == 1


def _key(request: HttpRequest) -> str:
    if request.method != "POST" or request.path.startswith(settings.DOUDI_ANSWERED_EACH_TIME):
        return ""
    return request.POST.get(FIELD, "")


def _asks_to_sign_in(request: HttpRequest, location: str) -> bool:
    """Nothing was carried out: after signing in the same form, sent again, must be."""
    return not request.user.is_authenticated and location.startswith(settings.LOGIN_URL)


def _actor(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    session = request.session.session_key or ""
    return f"session:{hashlib.sha256(session.encode()).hexdigest()[:32]}"


def _repeat(request: HttpRequest, first: RequestKey, again: RequestKey) -> HttpResponse:
    if (first.actor, first.path) != (again.actor, again.path):
        sentence = _("这张表已由别人提交。请重新打开页面再填。")
        return refused(request, Refusal("audit.key_of_another", sentence))
    name = "Location" if 300 <= first.status < 400 else "HX-Redirect"
    return HttpResponse(status=first.status, headers={name: first.location})


class RefusalMiddleware:
    """Turns a Refusal that a view lets through into its answer.

    So too where two were at it at the same moment and the database kept its invariant: the later
    one is told to look again. Actions lock what they change; this is for what they forgot.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            return refused(request, error)
        if isinstance(error, DatabaseError) and (rule := _met_another(error)):
            name = request.resolver_match.view_name if request.resolver_match else ""
            logger.warning("two at once met at %s in %s", rule, name)
            sentence = _("刚才有人同时办了这一项，您这一次没有保存。请重新打开页面看看。")
            return refused(request, Refusal("audit.at_once", sentence))
        return None


def _met_another(error: DatabaseError) -> str:
    """The constraint or lock at which two transactions met, and this one gave way; else empty."""
    cause = error.__cause__
    if not isinstance(cause, UniqueViolation | ExclusionViolation | DeadlockDetected):
        return ""
    return cause.diag.constraint_name or type(cause).__name__


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """403 without the power, 404 where existence is secret, else 409; as page or as JSON."""
    status = 403 if isinstance(refusal, Forbidden) else 404 if isinstance(refusal, Hidden) else 409
    values = {"code": refusal.code, "sentence": refusal.sentence}
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse(values, status=status)
    return HttpResponse(_page(request, refusal, status), status=status)


def _page(request: HttpRequest, refusal: Refusal, status: int) -> str:
    try:
        return get_template(f"{status}.html").render({"refusal": refusal}, request)
    except TemplateDoesNotExist:  # an entry point without pages
        return format_html("<!doctype html><meta charset=utf-8><p>{}</p>", refusal.sentence)
