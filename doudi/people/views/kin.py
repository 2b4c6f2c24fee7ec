"""近亲属备案: each officer's own page, and the county's register."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from doudi.accounts.states import Duty
from doudi.common import clock
from doudi.common.refusals import Refusal
from doudi.people.actions.kin import Named, file_kin, open_filing
from doudi.people.forms import KinForm, PurposeForm
from doudi.people.models import KinFiling
from doudi.people.queries import kin
from doudi.ui.access import for_officer

LINES = 6
PER_PAGE = 50
Lines: Any = formset_factory(KinForm, extra=LINES)


@for_officer()
@never_cache
def file(request: HttpRequest) -> HttpResponse:
    """What I filed, whether it is due again, and the lines for what is new."""
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    filing = kin.current_filing(by.user_id)
    lines = Lines(request.POST or None, prefix="kin")
    refusal = None
    if request.method == "POST" and lines.is_valid():
        try:
            return _filed(request, lines)
        except Refusal as no:
            refusal = _beside(lines, no)
    context = {
        "lines": lines,
        "filing": filing,
        "mine": kin.relatives_of(filing) if filing else [],
        "due": kin.needs_filing(by.user_id, on),
        "refusal": refusal,
    }
    wrong = refusal is not None or (request.method == "POST" and not lines.is_valid())
    return render(request, "people/kin.html", context, status=422 if wrong else 200)


def _filed(request: HttpRequest, lines: Any) -> HttpResponse:
    named = [Named(**given) for given in lines.cleaned_data if any(given.values())]
    keep = [UUID(text) for text in request.POST.getlist("keep") if _is_uuid(text)]
    if not named and not keep and not request.POST.get("none"):
        raise Refusal("kin.nothing", _("没有要申报的，请勾选“没有近亲属需要申报”。"))
    file_kin(relatives=named, keep=keep, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("已经备案。只有区县民政和审计能查阅。"))
    return redirect("people_kin")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _beside(lines: Any, refusal: Refusal) -> Refusal | None:
    """Puts the refusal beside its field: the n-th of the lines that were filled."""
    field, _dash, place = refusal.field.partition("-")
    filled = [form for form in lines.forms if any(form.cleaned_data.values())]
    if not place.isdigit() or int(place) >= len(filled):
        return refusal
    filled[int(place)].add_error(field, refusal.sentence)
    return refusal


@for_officer(Duty.COUNTY_REVIEWER, Duty.AUDITOR)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Who has filed and who has not; no relative's name stands on a list."""
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    page = Paginator(kin.in_reach(by, on), PER_PAGE).get_page(request.GET.get("page"))
    users = {post.user_id for post in page}
    filings = kin.filings_of(users)
    counts = dict(
        KinFiling.objects.filter(pk__in=[one.pk for one in filings.values()])
        .annotate(n=Count("entries"))
        .values_list("pk", "n")
    )
    rows = [
        {
            "post": post,
            "filing": (filing := filings.get(post.user_id)),
            "count": counts.get(filing.pk, 0) if filing else 0,
            "due": kin.is_due(filing, post, on),
        }
        for post in page
    ]
    return render(request, "people/kin_register.html", {"page": page, "rows": rows})


@for_officer(Duty.COUNTY_REVIEWER, Duty.AUDITOR)
@never_cache
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """One filing, after a purpose was given; the look is in the trail."""
    by, at = request.officer, clock.now()  # type: ignore[attr-defined]
    found = KinFiling.objects.select_related("user", "post__office__seat")
    filing = get_object_or_404(found, pk=pk)
    kin.check_can_open(by, filing, clock.today())
    form = PurposeForm(request.POST or None)
    relatives = None
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        relatives = open_filing(filing=filing, purpose=purpose, by=by, at=at)
    context = {"filing": filing, "form": form, "relatives": relatives}
    return render(request, "people/kin_filing.html", context)
