"""Row numbers as a page's boxes send them back; forms read everything else."""

from django.http import HttpRequest

MOST_DIGITS = 18  # fits PostgreSQL's bigint


def row_number(text: str) -> int:
    """0 for what names no row: "²" counts as a digit to `isdigit` and is none to `int`."""
    fits = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if fits else 0


def ticked(request: HttpRequest, name: str) -> list[int]:
    return [number for text in request.POST.getlist(name) if (number := row_number(text))]
