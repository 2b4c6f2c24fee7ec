"""The policy library for everyone: search, documents, programmes, standards, versions."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.policies.models import Bundle, Document
from doudi.policies.queries import bundle, bundle_for
from doudi.policies.queries.library import (
    as_document,
    documents_of_programme,
    find_documents,
    find_programmes,
    open_document,
    successor,
)
from doudi.policies.queries.standards import of_bundle, of_programme, place_names, standards
from doudi.policies.rules import library
from doudi.policies.rules.citing import Resting, documents_of, programmes_of, resting_on
from doudi.policies.rules.programme_page import page as programme_page
from doudi.policies.rules.registry import About, about, all_about, programmes
from doudi.policies.states import DocumentKind, Standing
from doudi.ui.access import for_anyone

PAGE = 50
MOST_ASKED = 60
GIVES = ("cash", "status", "service")
KIND_WORDS = dict(DocumentKind.choices)
STANDING_WORDS = {**dict(Standing.choices), "screening": "只作初步判断"}


@for_anyone
def index(request: HttpRequest) -> HttpResponse:
    """Search over programmes and documents; without a question the programmes by what they give."""
    query = request.GET.get("q", "")[:MOST_ASKED].strip()
    context = {
        "query": query,
        "programmes": find_programmes(query) if query else [],
        "found": Paginator(find_documents(query), PAGE).get_page(request.GET.get("page"))
        if query
        else None,
        "groups": [[one for one in all_about() if one.gives == gives] for gives in GIVES],
    }
    return render(request, "policies/index.html", context)


@for_anyone
def documents(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in KIND_WORDS else ""
    rows = [(one.document, one.document.holds(clock.today())) for one in find_documents("", kind)]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kind": kind, "kinds": DocumentKind.choices}
    return render(request, "policies/documents.html", context)


@for_anyone
def document(request: HttpRequest, document: str) -> HttpResponse:
    """What it is, what our rules cite of it, what it changed, its text where that may stand."""
    found = open_document(document)
    if found is None:
        raise Http404
    shown, row = found
    on = clock.today()
    rests = resting_on(shown.code)
    articles = [
        (f"a{number}", one, STANDING_WORDS[one.standing], _citing(rests, one.at))
        for number, one in enumerate(shown.articles, start=1)
    ]
    own = row is not None
    context = {
        "document": shown,
        "kind": KIND_WORDS[shown.kind],
        "standing": STANDING_WORDS[shown.standing],
        "holds": shown.holds(on),
        "coming": shown.from_on > on,
        "place": place_names(on).get(shown.place, ""),
        "articles": articles,
        "replaces": [library.document(code) for code in shown.replaces],
        "earlier": as_document(row.replaces) if row is not None and row.replaces else None,
        "later": _later(row),
        "programmes": [
            about(code) for code in (shown.programmes if own else programmes_of(shown.code))
        ],
        "paragraphs": [line for line in shown.text.splitlines() if line.strip()],
    }
    return render(request, "policies/document.html", context)


def _later(row: Document | None) -> library.Document | None:
    newer = successor(row) if row is not None else None
    return as_document(newer) if newer else None


def _citing(rests: tuple[Resting, ...], at: str) -> list[About]:
    """The programmes of which a criterion cites the article."""
    codes = dict.fromkeys(one.programme for one in rests if one.article == at)
    return [about(code) for code in codes]


@for_anyone
def programme(request: HttpRequest, programme: str) -> HttpResponse:
    if programme not in programmes():
        raise Http404
    on = clock.today()
    context = {
        "page": programme_page(programme, on),
        "standing": STANDING_WORDS[about(programme).standing],
        "documents": [*documents_of(programme), *documents_of_programme(programme)],
        "places": place_names(on),
    }
    return render(request, "policies/programme.html", context)


@for_anyone
def places(request: HttpRequest) -> HttpResponse:
    return render(request, "policies/places.html", {"places": place_names(clock.today())})


@for_anyone
def standards_of(request: HttpRequest, place: str) -> HttpResponse:
    """Every amount of the place over the years: a table, and a chart where it has changed."""
    on = clock.today()
    names = place_names(on)
    if place not in names:
        raise Http404
    context = {"name": names[place], "place": place, "standards": standards(place, on)}
    return render(request, "policies/standards.html", context)


@for_anyone
def values(request: HttpRequest, place: str, programme: str) -> HttpResponse:
    """The parameters that a programme's rule reads today, with the version they belong to."""
    on = clock.today()
    names = place_names(on)
    if place not in names or programme not in programmes():
        raise Http404
    found = bundle_for(place, on)
    context = {
        "about": about(programme),
        "name": names[place],
        "place": place,
        "rows": of_programme(programme, found, on),
        "sha256": found.hash,
        "on": on,
    }
    return render(request, "policies/values.html", context)


@for_anyone
def version(request: HttpRequest, sha256: str) -> HttpResponse:
    """The parameters of a decision, as they were stored with it."""
    try:
        found = bundle(sha256)
    except Bundle.DoesNotExist as none:
        raise Http404 from none
    context = {"rows": of_bundle(found), "sha256": sha256, "name": found.content.get("place", "")}
    return render(request, "policies/values.html", context)
