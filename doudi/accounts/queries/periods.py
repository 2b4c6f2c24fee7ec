"""Rows valid on a day: from included, until excluded."""

from datetime import date

from django.db.models import Q


def valid_on(on: date, prefix: str = "") -> Q:
    """`prefix` is the path to the dated row, e.g. "office__"."""
    open_ended = Q(**{f"{prefix}valid_until__isnull": True})
    later = Q(**{f"{prefix}valid_until__gt": on})
    return Q(**{f"{prefix}valid_from__lte": on}) & (open_ended | later)
