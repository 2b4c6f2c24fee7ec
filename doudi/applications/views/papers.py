"""Printing a sheet with its code, and 拍照上传: the photographed sheet finds its case."""

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.applications.actions.papers import file_paper, print_paper
from doudi.applications.forms import tried
from doudi.applications.forms.intake import CodeForm, PictureForm
from doudi.applications.guards import HELPING_DUTIES, TOWN_DUTIES, check_can_file_paper
from doudi.applications.models import Application, Paper
from doudi.applications.queries.applications import by_key
from doudi.applications.queries.papers import paper_by_code, printed, sheet, sheets
from doudi.applications.queries.people import find, shown_members
from doudi.applications.queries.progress import panel
from doudi.applications.views.face import officer
from doudi.common import clock
from doudi.common.language import in_chinese
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.ui.access import for_officer
from doudi.ui.posted import row_number
from doudi.ui.print import render_pdf

PRINT = Path(__file__).resolve().parent.parent / "print"
DUTIES = tuple(dict.fromkeys((*TOWN_DUTIES, *HELPING_DUTIES, Duty.VILLAGE_INTAKE)))


def _opened(request: HttpRequest, key: UUID) -> Application:
    application = by_key(key)
    check_can_file_paper(officer(request), application, clock.today())
    return application


@for_officer(*DUTIES)
def papers(request: HttpRequest, key: UUID) -> HttpResponse:
    """All sheets of a case; printing one again gives the same code."""
    application, on = _opened(request, key), clock.today()
    if request.method == "POST":
        return _print(request, application)
    people = [one for one in shown_members(application, on) if one.is_adult and not one.signed]
    return render(
        request,
        "applications/papers.html",
        {
            "application": application,
            "panel": panel(application, on=on),
            "sheets": sheets(application, on),
            "people": people,
            "items": application.awaited.exists(),
        },
    )


def _print(request: HttpRequest, application: Application) -> HttpResponse:
    kind, _sep, person_id = request.POST.get("sheet", "").partition("-")
    number = row_number(person_id)
    one = find(application, number, clock.today()) if number else None
    made = print_paper(
        application=application, kind=kind, person=one.person if one else None,
        by=officer(request), at=clock.now(),
    )  # fmt: skip
    return redirect("applications_paper_pdf", made.code)


@for_officer(*DUTIES)
@in_chinese
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    paper = _paper(request, code)
    address = request.build_absolute_uri(reverse("applications_paper_find"))
    data = printed(paper, on=clock.today(), known=clock.now(), address=address)
    content = render_pdf(PRINT / f"{paper.kind}.typ", data, at=clock.now())
    headers = {"Content-Disposition": f'inline; filename="{paper.code}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@for_officer(*DUTIES)
def find_paper(request: HttpRequest) -> HttpResponse:
    """The code, typed or scanned, finds the sheet."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            return redirect(
                "applications_paper_file", _paper(request, form.cleaned_data["code"]).code
            )
        except Forbidden:
            raise
        except Refusal as refusal:
            form.add_error("code", refusal.sentence)
    return render(request, "applications/paper_find.html", {"form": form})


@for_officer(*DUTIES)
def file_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The photograph is filed where the code says; the officer is the witness."""
    paper = _paper(request, code)
    form = PictureForm(request.POST or None, request.FILES or None)
    if tried(
        request,
        form,
        lambda: file_paper(
            paper=paper, content=form.content() or b"", by=officer(request), at=clock.now()
        ),
    ):
        messages.success(request, _("已经归入这份申请。"))
        return redirect("applications_paper_find")
    shown = {
        "form": form,
        "sheet": sheet(paper, clock.today()),
        "panel": panel(paper.application, on=clock.today()),
    }
    return render(request, "applications/paper_file.html", shown)


def _paper(request: HttpRequest, code: str) -> Paper:
    try:
        paper = paper_by_code(code)
    except Refusal as refusal:
        raise Hidden(refusal.code, refusal.sentence) from None
    check_can_file_paper(officer(request), paper.application, clock.today())
    return paper
