"""Nothing is proposed or decided before the county saw the family at home, where it must."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.models import Office
from doudi.accounts.states import Level
from doudi.applications.models import Request
from doudi.common.actors import Officer
from doudi.common.refusals import Refusal
from doudi.decisions.queries import county


def check_county_visited(request: Request, on: date) -> None:
    """Raises Refusal with the grounds in words."""
    open_grounds = county.open_grounds(request, on)
    if open_grounds:
        words = _("、").join(county.word(code) for code in open_grounds)
        raise Refusal(
            "decision.county_visit",
            _("这一家须由区县民政入户核实（%(why)s），完成后才能办理。") % {"why": words},
        )


def check_county_before_proposal(by: Officer, request: Request, on: date) -> None:
    """Where the county proposes it has visited first; a town may propose and the decision waits."""
    if Office.objects.filter(pk=by.office_id).exclude(level=Level.TOWN).exists():
        check_county_visited(request, on)
