"""Links from the words of a criterion to the documents and articles that they cite."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from doudi.policies.queries.library import address
from doudi.policies.rules.citing import Piece, pieces

register = template.Library()


@register.filter
def cited(text: str, programme: str = "") -> SafeString:
    """The words with a link at every document and article of the library that they name."""
    return linked(pieces(str(text), programme))


@register.filter
def linked(parts: Iterable[Piece]) -> SafeString:
    """The same for words that are cut already."""
    return format_html(
        '<span lang="zh-Hans">{}</span>',
        format_html_join("", "{}", ((_one(piece),) for piece in parts)),
    )


def _one(piece: Piece) -> SafeString | str:
    if not piece.document:
        return piece.text
    return format_html('<a href="{}">{}</a>', address(piece), piece.text)
