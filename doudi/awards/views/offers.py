"""Offered jobs: noted by the town, judged by its leader, at most proposed as a change."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.accounts.queries import holds
from doudi.awards.actions import offers as actions
from doudi.awards.forms import JudgeForm, OfferForm
from doudi.awards.guards import care as guards
from doudi.awards.models import Award, JobOffer
from doudi.awards.queries import offers as queries
from doudi.common import clock
from doudi.common.refusals import Hidden, Refusal
from doudi.people.models import Person
from doudi.people.queries import current_name, names_of
from doudi.ui.access import for_officer


@for_officer(*guards.CLOSERS)
@require_GET
@never_cache
def show_list(request: HttpRequest) -> HttpResponse:
    """Refusals whose reason waits for a judgement."""
    found = queries.to_judge(request.officer, clock.today())  # type: ignore[attr-defined]
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    names = names_of(one.person_id for one in page)
    rows = [(one, names.get(one.person_id, "")) for one in page]
    return render(request, "awards/offers.html", {"page": page, "rows": rows})


def _award(request: HttpRequest, key: UUID) -> Award:
    award = get_object_or_404(Award.objects.select_related("place", "holder"), key=key)
    if not holds(request.officer, guards.OFFER_READERS, award.place, clock.today()):  # type: ignore[attr-defined]
        raise Hidden("award.none", _("没有找到这份救助。"))
    return award


@for_officer(*guards.OFFER_READERS)
@never_cache
def of_award(request: HttpRequest, key: UUID) -> HttpResponse:
    """The award's offers by person; those who keep them note one more here."""
    award = _award(request, key)
    people = queries.who_may_work(award, clock.today())
    form = OfferForm(request.POST or None, people=people, initial={"offered_on": clock.today()})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            return _noted(request, award, form)
        except Refusal as no:
            refusal = no
    return _page(request, award, form, refusal)


def _noted(request: HttpRequest, award: Award, form: OfferForm) -> HttpResponse:
    given = form.cleaned_data | {"person": Person.objects.get(pk=form.cleaned_data["person"])}
    actions.note_offer(award=award, **given, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("已登记。"))
    return redirect("awards_offers_of", award.key)


def _page(
    request: HttpRequest, award: Award, form: OfferForm, refusal: Refusal | None = None
) -> HttpResponse:
    duty = request.officer.duty  # type: ignore[attr-defined]
    people = form.fields["person"].choices  # type: ignore[attr-defined]
    context = {
        "award": award,
        "name": current_name(award.holder),
        "people": queries.by_person(award),
        "form": form if duty in guards.OFFER_KEEPERS and people else None,
        "judge": JudgeForm() if duty in guards.CLOSERS else None,
        "refusal": refusal,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "awards/offers_of.html", context, status=status)


@for_officer(*guards.CLOSERS)
@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    offer = get_object_or_404(JobOffer.objects.select_related("award"), pk=pk)
    award = _award(request, offer.award.key)
    form = JudgeForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal("offer.choice", _("请选择理由是否正当。"))
        actions.judge_reason(offer=offer, **form.cleaned_data, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    except Refusal as refusal:
        return _page(request, award, OfferForm(people=[]), refusal)
    messages.success(request, _("已认定。"))
    return redirect("awards_offers_of", award.key)


@for_officer(*guards.CLOSERS)
@require_POST
def propose(request: HttpRequest, key: UUID, person_id: int) -> HttpResponse:
    award = _award(request, key)
    person = get_object_or_404(Person, pk=person_id)
    try:
        actions.propose_change(award=award, person=person, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    except Refusal as refusal:
        return _page(request, award, OfferForm(people=[]), refusal)
    messages.success(request, _("已提出变更，听取本人意见后再决定，待遇先不变。"))
    return redirect("awards_offers_of", award.key)
