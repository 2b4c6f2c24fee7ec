"""Objections, complaints and reviews at the desk: lists by time left, one page each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doudi.accounts.queries import covers
from doudi.common import clock
from doudi.common.refusals import Forbidden, Hidden, Refusal, refusal_of
from doudi.decisions import actions, guards
from doudi.decisions.actions.complaints import Named
from doudi.decisions.forms import AnswerForm, AppraisalForm, JudgeForm, ReviewAnswerForm
from doudi.decisions.guards.objections import APPRAISERS, NOTERS
from doudi.decisions.guards.postings import HANGERS
from doudi.decisions.models import Objection, Review
from doudi.decisions.queries import voice_rows, voices
from doudi.decisions.queries.standing import unsettled_objections
from doudi.decisions.queries.take_downs import take_downs
from doudi.files.queries import open_file
from doudi.people.queries import current_name
from doudi.ui.access import for_officer

PER_PAGE = 50


def page_of(request: HttpRequest, found: QuerySet[Any]) -> Any:
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def act_or(
    request: HttpRequest, form: Form, act: Callable[..., Any], again: Callable[[], HttpResponse]
) -> HttpResponse | None:
    """None when it was done; else the page with the sentence beside the field."""
    if not form.is_valid():
        return again()
    try:
        act(by=request.officer, at=clock.now(), **form.cleaned_data)  # type: ignore[attr-defined]
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return again()
    return None


def listed(
    request: HttpRequest, title: str, page: Any, rows: list[voice_rows.VoiceRow], **more: Any
) -> HttpResponse:
    return render(
        request, "decisions/voices.html", {"title": title, "page": page, "rows": rows, **more}
    )


@for_officer(*voice_rows.OBJECTION_DUTIES)
def objections(request: HttpRequest) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    page = page_of(request, voices.open_objections(by, on))
    return listed(request, _("异议"), page, voice_rows.objection_rows(page, on))


@for_officer(*voices.ANSWERERS)
def reviews(request: HttpRequest) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    page = page_of(request, voices.open_reviews(by, on))
    return listed(request, _("复核申请"), page, voice_rows.review_rows(page, on))


@for_officer(*HANGERS)
def downs(request: HttpRequest) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    page = page_of(request, take_downs(by, on))
    return listed(request, _("公示撤下"), page, voice_rows.down_rows(page, on))


def _objection(request: HttpRequest, pk: int) -> Objection:
    related = ("line__posting__place__parent", "line__request__application__place")
    found = get_object_or_404(
        Objection.objects.select_related(*related, "judged_by__user", "appraisal"), pk=pk
    )
    if not covers(request.officer, found.line.posting.place, clock.today()):  # type: ignore[attr-defined]
        raise Http404
    return found


@for_officer(*NOTERS)
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    return _objection_page(request, _objection(request, pk))


@require_POST
@for_officer("town_leader", "county_reviewer")
def objector(request: HttpRequest, pk: int) -> HttpResponse:
    """Shown once, on this answer alone; each look stands in the trail."""
    one = _objection(request, pk)
    who = actions.open_objector(objection=one, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    return _objection_page(request, one, who=who)


def _objection_page(
    request: HttpRequest,
    one: Objection,
    status: int = 200,
    who: Named | None = None,
    **forms: Form,
) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    why = refusal_of
    context = {
        "objection": one,
        "posting": one.line.posting,
        "left": voice_rows.objection_left(one, on),
        "named": one.name_sealed is not None,
        "who": who,
        "no_name": why(guards.check_can_read_objector, by, one, on),
        "judge_form": forms.get("judge_form") or JudgeForm(),
        "appraisal_form": forms.get("appraisal_form") or AppraisalForm(initial={"held_on": on}),
        "answer_form": forms.get("answer_form") or AnswerForm(initial={"told_on": on}),
        "no_judge": why(guards.check_can_judge, by, one, on),
        "no_appraisal": why(guards.check_can_appraise, by, one, on),
        "no_answer": why(guards.check_can_answer, by, one, on),
        "works": by.duty == "town_leader",
        "appraises": by.duty in APPRAISERS,
        "unsettled": unsettled_objections(one.line.request).exists(),
    }
    return render(request, "decisions/objection.html", context, status=status)


@require_POST
@for_officer("town_leader")
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    one, form = _objection(request, pk), JudgeForm(request.POST)

    def act(**given: Any) -> object:
        return actions.judge_objection(objection=one, **given)

    again = act_or(request, form, act, lambda: _objection_page(request, one, 422, judge_form=form))
    return again or redirect("decisions_objection", pk)


@require_POST
@for_officer(*APPRAISERS)
def appraise(request: HttpRequest, pk: int) -> HttpResponse:
    one, form = _objection(request, pk), AppraisalForm(request.POST, request.FILES)

    def act(minutes: Any, **given: Any) -> object:
        return actions.hold_appraisal(objection=one, minutes=minutes.read(), **given)

    again = act_or(
        request, form, act, lambda: _objection_page(request, one, 422, appraisal_form=form)
    )
    return again or redirect("decisions_objection", pk)


@for_officer(*APPRAISERS, "county_reviewer")
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    one = _objection(request, pk)
    if not hasattr(one, "appraisal"):
        raise Http404
    file = one.appraisal.minutes
    return HttpResponse(open_file(file), content_type=file.media_type)


@require_POST
@for_officer("town_leader")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    one, form = _objection(request, pk), AnswerForm(request.POST)

    def act(**given: Any) -> object:
        return actions.answer_objection(objection=one, **given)

    again = act_or(request, form, act, lambda: _objection_page(request, one, 422, answer_form=form))
    return again or redirect("decisions_objection", pk)


def _review(request: HttpRequest, pk: UUID) -> Review:
    related = ("decision__place__parent", "decision__household", "decision__request__application")
    found = get_object_or_404(Review.objects.select_related(*related, "decision__office"), pk=pk)
    if not covers(request.officer, found.decision.place, clock.today()):  # type: ignore[attr-defined]
        raise Http404
    return found


@for_officer(*voices.ANSWERERS)
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _review_page(request, _review(request, pk), ReviewAnswerForm())


def _review_page(request: HttpRequest, one: Review, form: Form, status: int = 200) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    context = {
        "review": one,
        "decision": one.decision,
        "name": current_name(one.asked_by) if one.asked_by else "",
        "left": voice_rows.days_left(one.due_on, on),
        "form": form,
        "no_answer": refusal_of(guards.check_can_answer_review, by, one, on),
        "may_annul": refusal_of(guards.check_can_annul, one.decision) is None,
    }
    return render(request, "decisions/review.html", context, status=status)


@require_POST
@for_officer(*voices.ANSWERERS)
def answer_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, form = _review(request, pk), ReviewAnswerForm(request.POST)

    def act(**given: Any) -> object:
        return actions.answer_review(review=one, **given)

    again = act_or(request, form, act, lambda: _review_page(request, one, form, 422))
    return again or redirect("decisions_review", pk)
