"""A place's own documents on the desk: list, a new entry, a correction, the check."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.accounts.queries import place_by_code, place_codes, users_names
from doudi.common import clock
from doudi.common.actors import Officer
from doudi.common.refusals import Refusal
from doudi.policies import actions
from doudi.policies.forms import DocumentForm, RejectForm, initial_of
from doudi.policies.guards import KEEPERS, READERS, check_can_read
from doudi.policies.models import Document
from doudi.policies.queries.library import OWN, own_documents
from doudi.policies.rules.registry import about
from doudi.policies.views.desk import refused_check
from doudi.ui.access import for_officer

PAGE = 50


@for_officer(*READERS)
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    by = request.officer  # type: ignore[attr-defined]
    rows = own_documents(by, clock.today())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "policies/desk_documents.html", {"page": page, "keeper": by.duty in KEEPERS}
    )


@for_officer(*KEEPERS)
@never_cache
def new(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """A new entry, or with `pk` one that corrects or ends that entry."""
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    old = _row(by, pk) if pk else None
    codes = (old.place,) if old else place_codes(by, on)
    places = [(code, place_by_code(code, on).name) for code in codes]
    initial = initial_of(old) if old else {"read_on": on}
    form = DocumentForm(request.POST or None, places=places, initial=initial)
    if request.method == "POST" and form.is_valid():
        row = _proposed(request, form, old)
        if row is not None:
            messages.success(request, _("已经提出。另一个人对照原文核对以后公开。"))
            return redirect("policies_own_document", row.pk)
    context = {"form": form, "old": old}
    status = 422 if form.errors else 200
    return render(request, "policies/desk_document_new.html", context, status=status)


def _proposed(request: HttpRequest, form: DocumentForm, old: Document | None) -> Document | None:
    by = request.officer  # type: ignore[attr-defined]
    place = form.cleaned_data["place"]
    try:
        return actions.propose_document(
            place=place, given=form.given(), replaces=old, by=by, at=clock.now()
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


@for_officer(*READERS)
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, _row(request.officer, pk), RejectForm())  # type: ignore[attr-defined]


@for_officer(*KEEPERS)
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    by = request.officer  # type: ignore[attr-defined]
    actions.check_document(document=_row(by, pk), by=by, at=clock.now())
    messages.success(request, _("已经核对，政策库里可以看到了。"))
    return redirect("policies_own_document", pk)


@for_officer(*KEEPERS)
@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    by = request.officer  # type: ignore[attr-defined]
    row, form = _row(by, pk), RejectForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, form)
    reason = form.cleaned_data["reason"]
    actions.reject_document(document=row, reason=reason, by=by, at=clock.now())
    messages.success(request, _("已经退回，理由留在记录里。"))
    return redirect("policies_own_documents")


def _shown(request: HttpRequest, row: Document, form: RejectForm) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    names = users_names(
        {person for person in (row.proposed_by, row.checked_by, row.rejected_by) if person}
    )
    context = {
        "row": row,
        "public": f"{OWN}{row.pk}",
        "here": place_by_code(row.place, on),
        "programmes": [about(code) for code in row.programmes],
        "proposer": names.get(row.proposed_by, ""),
        "checker": names.get(row.checked_by or 0, ""),
        "rejecter": names.get(row.rejected_by or 0, ""),
        "open": row.checked_at is None and row.rejected_at is None,
        "later": row.replaced_by.filter(rejected_at__isnull=True).first(),
        "refusal": refused_check(by, row, on),
        "form": form,
        "keeper": by.duty in KEEPERS,
        "paragraphs": [line for line in row.text.splitlines() if line.strip()],
    }
    status = 422 if form.errors else 200
    return render(request, "policies/desk_document.html", context, status=status)


def _row(by: Officer, pk: int) -> Document:
    row = get_object_or_404(Document.objects.select_related("replaces"), pk=pk)
    check_can_read(by, row.place, clock.today())
    return row
