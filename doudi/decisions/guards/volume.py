"""Who may print a whole case, and who says what is on paper only."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.applications.models import Request
from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions.guards.reach import check_can_see, check_duty
from doudi.decisions.models import PaperOnly
from doudi.people.queries.kin import check_not_kin

PRINTERS = (
    Duty.TOWN_ACCEPTOR,
    Duty.TOWN_LEADER,
    Duty.TOWN_DECIDER,
    Duty.COUNTY_REVIEWER,
    Duty.COUNTY_LEADER,
)
KEEPERS = (*PRINTERS, Duty.TOWN_INVESTIGATOR)


def check_can_print(by: Officer, request: Request, on: date, *, purpose: str | None = None) -> None:
    """The whole case with full numbers: of one's own place, with a purpose."""
    if by.duty not in PRINTERS:
        raise Forbidden("volume.duty", _("案卷由乡镇（街道）受理、审核和县级岗位调阅打印。"))
    check_can_see(by, request.application.place, on)
    if purpose is not None and not purpose.strip():
        raise Refusal("volume.purpose", _("请写明调阅案卷的用途，会记入留痕。"), field="purpose")


def check_can_note_paper(by: Officer, request: Request, on: date) -> None:
    check_duty(by, KEEPERS, request.application.place, on)
    check_not_kin(by, request.application.household, on)


def check_can_strike_paper(by: Officer, paper: PaperOnly, on: date) -> None:
    check_can_note_paper(by, paper.request, on)
    if paper.struck_at is not None:
        raise Refusal("paper.struck", _("这条已经划去。"))
