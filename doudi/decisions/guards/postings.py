from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.states import Duty
from doudi.applications.models import Request
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions.guards.reach import check_accepted, check_duty
from doudi.decisions.models import LineRemoval, Posting
from doudi.decisions.queries import standing
from doudi.decisions.rules.postings import is_posted
from doudi.decisions.states import Outcome, PostingKind, Recommendation
from doudi.people.queries.kin import check_not_kin, own_kin

PREPARERS = (Duty.TOWN_LEADER, Duty.TOWN_ACCEPTOR)
HANGERS = (
    Duty.VILLAGE_INTAKE,
    Duty.GRID_WORKER,
    Duty.TOWN_ACCEPTOR,
    Duty.TOWN_INVESTIGATOR,
    Duty.TOWN_LEADER,
)


def check_can_prepare(
    by: Officer, place: Place, requests: Sequence[Request], kind: str, on: date
) -> None:
    """One sheet hangs in one village, for one programme, with families who are due for it."""
    check_duty(by, PREPARERS, place, on)
    if not requests:
        raise Refusal("posting.nobody", _("请至少选择一户。"), field="requests")
    if any(request.application.place_id != place.pk for request in requests):
        raise Refusal("posting.place", _("一张公示只张贴在一个村（社区），请分开制作。"))
    _check_none_is_kin(by, {one.application.household_id for one in requests}, on)
    if len({request.programme for request in requests}) > 1:
        raise Refusal("posting.programme", _("一张公示只公布一种救助，请分开制作。"))
    if not is_posted(requests[0].programme, on):
        raise Refusal("posting.none_for", _("这种救助按规定不公示，直接报送决定。"))
    for request in requests:
        check_ready_for_sheet(request, kind)


def check_ready_for_sheet(request: Request, kind: str) -> None:
    if standing.line_of(request, kind) is not None:
        raise Refusal("posting.already", _("这户已经在一张公示上。"))
    if kind == PostingKind.BEFORE:
        _check_before(request)
    else:
        _check_after(request)


def _check_before(request: Request) -> None:
    check_accepted(request.application)
    opinion = standing.current_opinion(request)
    if opinion is None:
        raise Refusal("posting.no_opinion", _("还没有审核意见，有意见后才能公示。"))
    if opinion.recommendation != Recommendation.GRANT:
        raise Refusal("posting.not_recommended", _("建议不予纳入的家庭不公示，直接报送决定。"))
    if standing.current_decision(request) is not None:
        raise Refusal("posting.proposed", _("已经提出决定，不再公示。"))


def _check_after(request: Request) -> None:
    decision = standing.current_decision(request)
    granted = decision is not None and decision.decided_at is not None
    if decision is None or not granted or decision.outcome != Outcome.GRANTED:
        raise Refusal("posting.not_granted", _("只公布已经确认纳入的家庭。"))


def check_can_hang(by: Officer, posting: Posting, on: date, *, hung_on: date | None = None) -> None:
    check_duty(by, HANGERS, posting.place, on)
    _check_none_is_kin(by, _families(posting), on)
    if posting.hung_on is not None:
        raise Refusal("posting.hung", _("这张公示已经张贴。"))
    if posting.taken_down_at is not None:
        raise Refusal("posting.void", _("这张公示已经作废，请重新制作。"))
    if not posting.lines.filter(removal__isnull=True).exists():
        raise Refusal("posting.empty", _("这张公示上已经没有家庭，请作废。"))
    if hung_on is None:
        return
    if hung_on > on:
        raise Refusal("posting.future", _("张贴日期不能晚于今天。"), field="hung_on")
    prepared_on = day_of(posting.prepared_at)
    if hung_on < prepared_on:
        raise Refusal("posting.too_early", _("张贴日期不能早于制作日期。"), field="hung_on")


def check_can_take_down(
    by: Officer, posting: Posting, on: date, *, reason: str = "", photographed: bool = True
) -> None:
    """After its last day; before it only with a reason, and then the sheet does not count.

    What hung on a board comes down with a photograph of the empty place.
    """
    check_duty(by, HANGERS, posting.place, on)
    _check_none_is_kin(by, _families(posting), on)
    if posting.taken_down_at is not None:
        raise Refusal("posting.down", _("这张公示已经撤下。"))
    early = posting.until_on is None or on <= posting.until_on
    if early and not reason.strip():
        raise Refusal("posting.still_hangs", _early_words(posting), field="reason")
    if posting.hung_on is not None and not photographed:
        raise Refusal("posting.down_photo", _("请上传撤下后公开栏的照片。"), field="photo")


def _families(posting: Posting) -> set[int]:
    """The households that stand on the sheet: those taken off it are no longer shown."""
    lines = posting.lines.filter(removal__isnull=True)
    return set(lines.values_list("request__application__household_id", flat=True))


def _check_none_is_kin(by: Officer, households: Iterable[int], on: date) -> None:
    if own_kin(by, households, on):
        raise Forbidden(
            "kin.own",
            _("这张公示上有您备案的近亲属。请交给村（社区）或乡镇（街道）其他能办公示的同事办理。"),
        )


def _early_words(posting: Posting) -> str:
    if posting.until_on is None:
        return _("这张公示还没有张贴。要作废，请写明理由。")
    words = _("要挂到 %(day)s，第二天才能撤下。提前撤下要写明理由，之后须重新公示。")
    return words % {"day": posting.until_on.isoformat()}


def check_can_strike(by: Officer, removal: LineRemoval, on: date) -> None:
    """Only what hangs on a board is struck out there."""
    posting = removal.line.posting
    check_duty(by, HANGERS, posting.place, on)
    check_not_kin(by, removal.line.request.application.household, on)
    if removal.struck_at is not None:
        raise Refusal("posting.struck", _("纸上已经划去。"))
    if posting.hung_on is None or posting.taken_down_at is not None:
        raise Refusal("posting.not_up", _("这张公示没有张贴在外，不用划去。"))
