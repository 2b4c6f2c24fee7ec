"""The policy library: shipped documents and the places' own, found by words and opened by code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from doudi.accounts.queries import place_codes, under
from doudi.common.actors import Officer
from doudi.policies.models import Document
from doudi.policies.rules import library
from doudi.policies.rules.citing import Piece, pieces
from doudi.policies.rules.library import asked_for, excerpt, plain, says
from doudi.policies.rules.registry import About, all_about

OWN = "own-"
PAIR = 2


@dataclass(frozen=True)
class Found:
    """A document of the list; `excerpt` is the line in which the first word asked for stands."""

    document: library.Document
    excerpt: str


def public() -> QuerySet[Document]:
    """The places' own documents that a second person checked and nothing has replaced since."""
    rows = Document.objects.filter(checked_at__isnull=False)
    return rows.exclude(replaced_by__checked_at__isnull=False)


def find_documents(query: str, kind: str = "") -> list[Found]:
    """All documents of a kind in which every word of the question stands; own ones by an index."""
    words = asked_for(query)
    rows = public().order_by("-from_on", "pk")
    if keys := _keys(words):
        rows = rows.filter(words__contains=keys)
    every = (*library.documents(), *(as_document(row) for row in rows))
    kept = [one for one in every if not kind or one.kind == kind]
    by_kind = sorted(kept, key=lambda one: library.KINDS.index(one.kind))
    hits = [one for one in by_kind if says(one.written(), words)]
    return [Found(one, excerpt(one.written(), words)) for one in hits]


def find_programmes(query: str) -> list[About]:
    """The programmes in whose title, summary or place every word stands, in their order."""
    words = asked_for(query)
    return [one for one in all_about() if says(f"{one.title}\n{one.summary}\n{one.where}", words)]


def open_document(code: str) -> tuple[library.Document, Document | None] | None:
    """A shipped document, or a place's own one with its row; an unchecked one does not exist."""
    if not code.startswith(OWN):
        shipped = library.document(code)
        return (shipped, None) if shipped else None
    number = code.removeprefix(OWN)
    rows = Document.objects.filter(checked_at__isnull=False).select_related("replaces")
    row = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    return (as_document(row), row) if row else None


def successor(row: Document) -> Document | None:
    """The entry that has replaced this one."""
    return row.replaced_by.filter(checked_at__isnull=False).first()


def as_document(row: Document) -> library.Document:
    return library.Document(
        code=f"{OWN}{row.pk}", title=row.title, kind=row.kind, number=row.number,
        issuer=row.issuer, issued_on=row.issued_on, from_on=row.from_on, until_on=row.until_on,
        ended_by=row.ended_by, replaces=(), place=row.place, source=row.source,
        read_on=row.read_on, standing=row.standing, summary=row.summary,
        programmes=tuple(row.programmes), text=row.text,
    )  # fmt: skip


def documents_of_programme(programme: str) -> list[library.Document]:
    """The places' own documents that say they concern the programme."""
    rows = public().filter(programmes__contains=[programme]).order_by("-from_on", "pk")
    return [as_document(row) for row in rows]


def cites(text: str, programme: str = "") -> tuple[tuple[str, str], ...]:
    """The words of a criterion's article, each with the address where it can be read, or ""."""
    return tuple((one.text, address(one)) for one in pieces(text, programme))


def address(piece: Piece) -> str:
    """Where the document or article is read; "" for plain words."""
    if not piece.document:
        return ""
    url = reverse("policies_document", args=[piece.document])
    return f"{url}#{piece.anchor}" if piece.anchor else url


def own_documents(by: Officer, on: date) -> QuerySet[Document]:
    """Every entry of the places that the officer's office answers for, newest first."""
    return Document.objects.filter(under(place_codes(by, on), "place")).order_by("-pk")


def waiting_documents(by: Officer, on: date) -> QuerySet[Document]:
    """Entries that nobody has checked or rejected yet."""
    return own_documents(by, on).filter(checked_at__isnull=True, rejected_at__isnull=True)


def _keys(words: Iterable[str]) -> list[str]:
    """Pairs for the index; a word of one character is looked up by itself."""
    return sorted(
        {
            key
            for word in words
            for key in library.word_keys(plain(word))
            if len(key) == min(PAIR, len(word))
        }
    )
