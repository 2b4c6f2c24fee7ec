"""From one state to the next, under a lock."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.applications import guards
from doudi.applications.models import Application
from doudi.applications.states import MOVES
from doudi.common.refusals import Refusal


def locked(application: Application) -> Application:
    """The row as it is now, held until the transaction ends."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("household", "household__place", "applicant", "place", "started_by")
        .get(pk=application.pk)
    )


def move(application: Application, verb: str) -> None:
    guards.check_move(application, verb)
    application.state = MOVES[application.state][verb]


def numbered(prefix: str, place: Place, on: date, pk: int) -> str:
    """SQ430902-261121-00012: groups of at most six digits, so that it may stand in a message."""
    return f"{prefix}{place.code[:6]}-{on:%y%m%d}-{pk:05d}"


def check_village(place: Place) -> None:
    if place.level != "village":
        raise Refusal("place.village", _("请一直选到村或社区。"), field="place")
