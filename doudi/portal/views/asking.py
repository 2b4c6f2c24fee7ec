"""The self-assessment: no sign-in, nothing kept here. The answers travel in the signed form."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.common import clock
from doudi.policies.rules.asking import FIRST, next_step
from doudi.portal.forms.asking import FORMS, MOST_MEMBERS, ScreenForm, initial_of
from doudi.portal.forms.words import HEADINGS
from doudi.portal.queries.self_assessment import ELSEWHERE, bundle_of, findings, places
from doudi.portal.rules import Told
from doudi.ui.access import for_anyone
from doudi.ui.posted import row_number

SALT, HOURS = "self-assessment", 12 * 3600
LONGEST = 24_000
SESSION = "self_assessment"
START = Told(FIRST[0])


def read(text: str) -> Told | None:
    """What the signed field holds; None if it is too long, changed or of yesterday."""
    if not text or len(text) > LONGEST:
        return None
    try:
        return Told(**signing.loads(text, salt=SALT, max_age=HOURS))
    except (signing.BadSignature, TypeError):
        return None


def sign(told: Told) -> str:
    return signing.dumps(vars(told), salt=SALT, compress=True)


@for_anyone
def ask(request: HttpRequest) -> HttpResponse:
    """One screen after another at one address; what comes next depends on the answers."""
    told = read(request.POST.get("told", "")) if request.method == "POST" else START
    if told is None:
        return _screen(request, START, notice=_("放得太久了，请从头答起。"))
    if request.method != "POST":
        return _screen(request, told)
    if "back" in request.POST:
        return _screen(request, told.before())
    if "finish" in request.POST:
        return _result(request, told)
    if {"add", "drop"} & set(request.POST):
        return _longer(request, told)
    return _answered(request, told)


@for_anyone
def apply(request: HttpRequest) -> HttpResponse:
    """The button at the end: from here on the answers are kept, sealed, until they are used."""
    told = read(request.POST.get("told", "")) if request.method == "POST" else None
    if told is None:
        return redirect("portal_ask")
    request.session[SESSION] = sign(told)
    return redirect("portal_filled")


def _answered(request: HttpRequest, told: Told) -> HttpResponse:
    form = _form(told, _rows(request, told), data=request.POST)
    if not form.is_valid():
        return _screen(request, told, form=form, status=422)
    return _next(request, told.with_answer(form.answer()))


def _next(request: HttpRequest, told: Told) -> HttpResponse:
    on = clock.today()
    bundle = bundle_of(told.said, on)
    if bundle is None:
        return _screen(request, START, notice=_("这里还没有您那里的标准，请打电话问。"))
    step = next_step(told.answers, bundle, on)
    if not step.screen:
        return _result(request, told)
    return _screen(request, told.at(step.screen, step.asks), unlikely=step.unlikely)


def _longer(request: HttpRequest, told: Told) -> HttpResponse:
    """One more person in the list, or one less; what is typed stays."""
    rows = _rows(request, told) + (1 if "add" in request.POST else -1)
    typed = {name: value for name, value in request.POST.items() if "-" in name}
    single = {"single_parent": request.POST.get("single_parent", "no")}
    rows = min(max(rows, FORMS[told.now].least), MOST_MEMBERS)
    form = _form(told, rows, initial=typed | single)
    return _screen(request, told, form=form)


def _rows(request: HttpRequest, told: Told) -> int:
    text = request.POST.get("rows", "")
    known = len(told.said.get(told.now, {}).get("rows", ()))
    return min(row_number(text), MOST_MEMBERS) if text[:1].isdigit() else known


def _form(told: Told, rows: int, **given: Any) -> ScreenForm:
    if told.now == "place":
        elsewhere = (ELSEWHERE, _("不清楚，或者不在这里面"))
        given["places"] = [*places(clock.today()), elsewhere]
    return FORMS[told.now](said=told.said, asks=told.asks, rows=rows, **given)


def _screen(
    request: HttpRequest, told: Told, *, form: ScreenForm | None = None, status: int = 200,
    unlikely: bool = False, notice: str = "",
) -> HttpResponse:  # fmt: skip
    known = told.said.get(told.now)
    rows = max(FORMS[told.now].least, len((known or {}).get("rows", ())))
    shown = form or _form(told, rows, initial=initial_of(known))
    heading, lead = HEADINGS[told.now]
    context = {
        "form": shown,
        "told": sign(told),
        "heading": heading,
        "lead": lead,
        "number": len(told.order) + 1,
        "first": not told.order,
        "may_finish": len(told.order) >= len(FIRST),
        "unlikely": unlikely,
        "notice": notice,
    }
    return _anonymous(render(request, "portal/ask.html", context, status=status))


def _result(request: HttpRequest, told: Told) -> HttpResponse:
    on = clock.today()
    bundle = bundle_of(told.said, on)
    if bundle is None or set(FIRST) - set(told.order):
        return _screen(request, START)
    context = {"found": findings(told.answers, bundle, on), "told": sign(told)}
    return _anonymous(render(request, "portal/ask_result.html", context))


def _anonymous(response: HttpResponse) -> HttpResponse:
    """Not found by search engines; kept by the browser, so that its way back asks nothing again."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private"
    return response
