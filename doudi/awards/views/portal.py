"""The certificate, printed by the family."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from doudi.awards import guards
from doudi.awards.models import Award
from doudi.awards.queries import certificate_of, certificate_pdf
from doudi.common import clock
from doudi.common.refusals import Refusal
from doudi.ui.access import for_citizen


@for_citizen(level=1)
@never_cache
@require_GET
def certificate(request: HttpRequest, key: UUID) -> HttpResponse:
    award = get_object_or_404(Award.objects.select_related("office", "place", "holder"), key=key)
    guards.check_is_theirs(request.citizen, award, clock.today())  # type: ignore[attr-defined]
    found = certificate_of(award)
    if found is None:
        raise Refusal("certificate.none", _("这份救助没有有效的证件，请联系乡镇（街道）。"))
    response = HttpResponse(certificate_pdf(found, clock.today()), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="certificate.pdf"'
    return response
