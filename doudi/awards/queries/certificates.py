"""Certificates that hold, their list, and a batch of them on paper."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.db.models import Prefetch, QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.awards.models import Award, Certificate
from doudi.awards.queries.awards import certificate_data
from doudi.awards.states import State
from doudi.common.actors import Officer
from doudi.common.language import in_chinese
from doudi.ui.print import render_pdf

MOST_AT_ONCE = 50
BATCH = Path(__file__).resolve().parents[1] / "print" / "certificates.typ"


def current(awards: Sequence[Award]) -> list[Certificate]:
    """The newest certificate of each that is not revoked."""
    found = Certificate.objects.filter(award__in=awards, revoked_at__isnull=True)
    found = found.exclude(award__state=State.ENDED).order_by("award", "-issued_at")
    related = ("award__office", "award__place", "award__holder", "award__household")
    return list(found.distinct("award").select_related(*related))


def certificates_for(by: Officer, on: date) -> QuerySet[Award]:
    """Awards not ended under the officer's places, newest certificate first in `certificates`."""
    rows = Certificate.objects.filter(revoked_at__isnull=True).order_by("-issued_at")
    return (
        Award.objects.filter(under(place_codes(by, on)))
        .exclude(state=State.ENDED)
        .select_related("place")
        .prefetch_related(Prefetch("certificates", queryset=rows, to_attr="in_force"))
        .order_by("place__code", "pk")
    )


@in_chinese
def batch_pdf(certificates: Sequence[Certificate], on: date, at: datetime) -> bytes:
    """Each on its own page, as the family prints it."""
    pages = [certificate_data(one, on) for one in certificates]
    return render_pdf(BATCH, {"pages": pages}, at=at)
