"""Objections, appraisals and reviews of a request for its timeline: never who spoke."""

from doudi.applications.models import Request
from doudi.decisions.models import Objection
from doudi.ui.lines import Entry


def said(request: Request) -> list[Entry]:
    """What was said against the sheet or the decision, and what came of it."""
    return [*_objections(request), *_reviews(request)]


def _objections(request: Request) -> list[Entry]:
    found: list[Entry] = []
    rows = Objection.objects.filter(line__request=request).select_related("appraisal")
    for one in rows.order_by("noted_at"):
        found.append(Entry("异议", "ok" if one.answered_at else "wait", one.raised_on, one.text))
        if one.judged_at:
            text = str(one.get_route_display()) if one.substance else "没有实质内容"
            found.append(Entry("判断异议", "ok", one.judged_at, text, one.substance_reason))
        if hasattr(one, "appraisal"):
            votes = f"同意 {one.appraisal.agree}，不同意 {one.appraisal.disagree}"
            found.append(Entry("民主评议", "ok", one.appraisal.held_on, votes))
    return found


def _reviews(request: Request) -> list[Entry]:
    found: list[Entry] = []
    for decision in request.decisions.order_by("pk").prefetch_related("reviews"):
        for review in decision.reviews.all():
            found.append(Entry("要求复核", "wait", review.asked_at, review.text))
            if review.answered_at:
                text = str(review.get_outcome_display())
                found.append(Entry("复核", "ok", review.answered_at, text, review.answer))
    return found
