"""The investigators' pages on the phone. Each save is its own POST and may come twice.

A form without JavaScript is answered with a redirect; a delivery by `visits/field.js` (header
`X-Deliver`) carries ids made on the device and is answered with what is still missing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.common import clock
from doudi.common.refusals import Hidden, Refusal
from doudi.people.queries import members
from doudi.ui.access import for_officer
from doudi.ui.nav import NavGroup, NavItem
from doudi.verification.queries import heads
from doudi.visits import actions, guards, queries, rules
from doudi.visits.forms import PartForm
from doudi.visits.models import Plan

OPENED = "visits_opened"
OPEN_SECONDS = 60
MOST = 100  # plans on one page


@for_officer(*guards.VISITORS)
@require_GET
@never_cache
def today(request: HttpRequest) -> HttpResponse:
    on = clock.today()
    found = list(queries.my_plans(_by(request), on)[: MOST + 1])
    plans = found[:MOST]
    known = heads([plan.household_id for plan in plans], on)
    rows = [(plan, *known.get(plan.household_id, ("", 0))) for plan in plans]
    opened = _opened(request)
    shown = next((plan for plan in plans if plan.pk == opened), None)
    context = {
        "now": [row for row in rows if row[0].visit_on <= on],
        "later": [row for row in rows if row[0].visit_on > on],
        "most": MOST if len(found) > MOST else 0,
        "opened": opened,
        "address": _address(shown) if shown else "",
        "nav": _nav(),
    }
    response = render(request, "visits/today.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _opened(request: HttpRequest) -> int:
    """The plan whose address this person opened within the last minute, else 0."""
    pk, until = request.session.get(OPENED, (0, 0))
    return int(pk) if clock.now().timestamp() < until else 0


def _address(plan: Plan) -> str:
    return queries.address_for(plan) or _("没有登记门牌，请向村（社区）询问。")


def _nav() -> list[NavGroup]:
    items = [
        NavItem(_("我的入户"), reverse("visits_today")),
        NavItem(_("工作台"), reverse("desk_home")),
    ]
    return [NavGroup(_("入户"), items)]


def _by(request: HttpRequest) -> Any:
    return request.officer  # type: ignore[attr-defined]


def _plan(request: HttpRequest, pk: int) -> Plan:
    """The plan, for one of its two people only."""
    found = queries.plan_with_people(pk)
    if found is None:
        raise Hidden("visit.hidden", _("没有找到这次入户核实。"))
    guards.check_can_record(_by(request), found, clock.today())
    return found


@for_officer(*guards.VISITORS)
@require_POST
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens the address for a minute; the purpose is in the trail."""
    at = clock.now()
    purpose = request.POST.get("purpose", "")
    actions.open_address(plan=_plan(request, pk), purpose=purpose, by=_by(request), at=at)
    request.session[OPENED] = (pk, int(at.timestamp()) + OPEN_SECONDS)
    return redirect(reverse("visits_today") + f"#stop-{pk}")


@for_officer(*guards.VISITORS)
@require_GET
@never_cache
def record(request: HttpRequest, pk: int) -> HttpResponse:
    return _record(request, _plan(request, pk))


def _record(
    request: HttpRequest,
    plan: Plan,
    refusal: Refusal | None = None,
    wrong: PartForm | None = None,
) -> HttpResponse:
    visit = queries.visit_of(plan)
    evidence = queries.evidence_of(visit)
    on = clock.today()
    kinds = {one.kind for one in evidence}
    context = {
        "plan": plan,
        "visit": visit,
        "visit_id": visit.pk if visit else uuid4(),
        "members": members(plan.household, on),
        "forms": [wrong if wrong and wrong.part == f.part else f for f in _forms(plan)],
        "photos": [one for one in evidence if one.kind == rules.PHOTO],
        "pads": [(kind, words, kind in kinds) for kind, words in rules.SIGNATURES.items()],
        "missing": queries.missing(visit, on, plan),
        "progress": queries.progress(plan, on),
        "purpose": queries.purpose_word(plan.purpose),
        "refusal": refusal,
        "nav": _nav(),
    }
    status = 422 if refusal or wrong else 200
    return render(request, "visits/record.html", context, status=status)


def _forms(plan: Plan, data: Any = None, code: str = "") -> list[PartForm]:
    names = {m.person.pk: m.name for m in members(plan.household, clock.today())}
    answers = queries.answers_of(queries.visit_of(plan))
    parts = rules.checklists()[plan.checklist].parts
    return [
        PartForm(data, part=part, names=names, answers=answers)
        for part in parts
        if not code or part.code == code
    ]


def _uuid(request: HttpRequest, name: str) -> UUID:
    """The device's id, or a new one for a form without JavaScript."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return uuid4()


def _recorded_at(request: HttpRequest, at: datetime) -> datetime:
    text = request.POST.get("recorded_at", "")
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    return found if found is not None and found.tzinfo is not None else at


def _delivery(request: HttpRequest) -> dict[str, Any]:
    at = clock.now()
    return {
        "visit": _uuid(request, "visit"),
        "recorded_at": _recorded_at(request, at),
        "by": _by(request),
        "at": at,
    }


def _answered(
    request: HttpRequest, plan: Plan, act: Callable[[], object], anchor: str
) -> HttpResponse:
    """Does one act; a delivery gets what is missing, a form goes back to its place."""
    try:
        act()
    except Refusal as refusal:
        if request.headers.get("X-Deliver"):
            return JsonResponse({"sentence": refusal.sentence}, status=409)
        return _record(request, plan, refusal)
    if request.headers.get("X-Deliver"):
        done, total = queries.progress(plan, clock.today())
        missing = queries.missing(queries.visit_of(plan), clock.today(), plan)
        return JsonResponse({"done": done, "total": total, "missing": missing})
    return redirect(reverse("visits_record", args=[plan.pk]) + f"#{anchor}")


@for_officer(*guards.VISITORS)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    plan, met = _plan(request, pk), request.POST.get("met", "")
    return _answered(
        request,
        plan,
        lambda: actions.start_visit(plan=plan, met=met, **_delivery(request)),
        "members",
    )


@for_officer(*guards.VISITORS)
@require_POST
def answer(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    plan = _plan(request, pk)
    found = _forms(plan, request.POST, code)
    if not found:
        raise Http404
    form = found[0]
    if not form.is_valid():
        if request.headers.get("X-Deliver"):
            return JsonResponse({"sentence": _("有一项填写不对，请核对。")}, status=422)
        return _record(request, plan, wrong=form)
    told = form.told(request.POST)
    return _answered(
        request,
        plan,
        lambda: actions.record_answers(plan=plan, answers=told, **_delivery(request)),
        code,
    )


@for_officer(*guards.VISITORS)
@require_POST
def evidence(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    plan = _plan(request, pk)
    made = _uuid(request, "evidence")
    if kind == rules.PHOTO:
        photo = request.FILES.get("photo")
        content = photo.read() if photo else b""

        def keep() -> object:
            return actions.add_evidence(
                plan=plan, evidence=made, kind=kind, content=content, **_delivery(request)
            )

    else:
        drawing = request.POST.get(kind, "")

        def keep() -> object:
            return actions.add_signature(
                plan=plan, evidence=made, kind=kind, drawing=drawing, **_delivery(request)
            )

    return _answered(request, plan, keep, "photos" if kind == rules.PHOTO else "signatures")


@for_officer(*guards.VISITORS)
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    visit = queries.visit_of(plan)
    if visit is None:
        lacking = "；".join(queries.missing(None, clock.today(), plan))
        sentence = _("还不能完成，缺少：%(things)s。") % {"things": lacking}
        return _record(request, plan, Refusal("visit.incomplete", sentence))
    try:
        actions.finish(visit=visit, by=_by(request), at=clock.now())
    except Refusal as refusal:
        return _record(request, plan, refusal)
    return redirect("visits_show", plan.pk)
