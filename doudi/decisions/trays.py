"""What waits for this post, with counts; the doors collect them."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.decisions.guards.carry import CARRIERS
from doudi.decisions.guards.conference import CALLERS
from doudi.decisions.guards.postings import HANGERS
from doudi.decisions.queries import voice_rows, voices, waiting
from doudi.decisions.queries.carry import not_carried
from doudi.decisions.queries.conference import to_meet
from doudi.decisions.queries.county import to_visit
from doudi.decisions.queries.take_downs import take_downs
from doudi.decisions.queries.withdrawn import SEEN_BY, withdrawn
from doudi.ui.nav import NavItem, tally

TITLES = {
    waiting.OPINION: _("拟定意见"),
    waiting.POSTING: _("待公示"),
    waiting.HANGING: _("公示中"),
    waiting.PROPOSAL: _("待复核"),
    waiting.DECISION: _("待确认"),
    waiting.SERVICE: _("待送达"),
}


def trays(by: Officer, on: date) -> list[NavItem]:
    """Only the trays of this duty; one query for each count."""
    return [
        *(_item(by, tray, on) for tray in waiting.trays_of(by.duty)),
        *_county(by, on),
        *_voices(by, on),
        *_papers(by, on),
    ]


def _item(by: Officer, tray: str, on: date) -> NavItem:
    url = reverse("decisions_tray", args=[tray])
    hot = tray == waiting.HANGING and waiting.due_to_take_down(by, on).exists()
    return NavItem(str(TITLES[tray]), url, tally(waiting.rows(by, tray, on)), hot=hot)


def _county(by: Officer, on: date) -> list[NavItem]:
    """Whom the county must see at home before the decision."""
    if by.duty != Duty.COUNTY_REVIEWER:
        return []
    return [NavItem(_("区县入户"), reverse("decisions_to_visit"), tally(to_visit(by, on)))]


def _voices(by: Officer, on: date) -> list[NavItem]:
    """What people say against a case, and what has to come down."""
    found = []
    if by.duty in HANGERS:
        downs = tally(take_downs(by, on))
        found.append(NavItem(_("公示撤下"), reverse("decisions_downs"), downs, hot=downs > 0))
    if by.duty in voice_rows.OBJECTION_DUTIES:
        count = tally(voices.open_objections(by, on))
        found.append(NavItem(_("异议"), reverse("decisions_objections"), count, hot=count > 0))
    if by.duty in {*voices.ANSWERERS, Duty.HOTLINE, Duty.AUDITOR}:
        count = tally(voices.open_complaints(by, on))
        found.append(NavItem(_("投诉举报"), reverse("decisions_complaints"), count))
    if by.duty in voices.ANSWERERS:
        count = tally(voices.open_reviews(by, on))
        found.append(NavItem(_("复核申请"), reverse("decisions_reviews"), count))
    return found


def _papers(by: Officer, on: date) -> list[NavItem]:
    """Meetings to be held, and what is not in the province's system yet."""
    found = []
    if by.duty in CALLERS:
        count = tally(to_meet(by, on))
        found.append(NavItem(_("一事一议"), reverse("decisions_conferences"), count))
    if by.duty in CARRIERS:
        count = tally(not_carried(by, on))
        found.append(NavItem(_("转录"), reverse("decisions_carry"), count))
    if by.duty in SEEN_BY:
        count = tally(withdrawn(by, on))
        found.append(NavItem(_("撤回的授权"), reverse("decisions_withdrawn"), count))
    return found
