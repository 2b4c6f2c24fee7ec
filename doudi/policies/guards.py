"""Who keeps a place's own parameters and documents: two persons of the office that answers for it.

District and city officers propose and check for the places of their office; an auditor reads.
"""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.queries import holds
from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden, Refusal
from doudi.policies.models import Document, ParameterValue

KEEPERS = (Duty.COUNTY_REVIEWER, Duty.COUNTY_LEADER)
READERS = (*KEEPERS, Duty.AUDITOR)


def check_can_read(by: Officer, place: str, on: date) -> None:
    if not holds(by, READERS, place, on):
        raise Forbidden("policies.read", _("您的岗位不管这个地方的参数。"))


def check_can_propose(by: Officer, place: str, on: date) -> None:
    """A keeper of a place that the office answers for; the nation's values are not his."""
    if not holds(by, KEEPERS, place, on):
        sentence = _("只有管这个地方的县级、市级复核和确认岗位可以提出和核对。")
        raise Forbidden("policies.keeper", sentence)


def check_can_check(by: Officer, row: ParameterValue | Document, on: date) -> None:
    """Another keeper than the proposer, while nobody has checked or rejected it."""
    check_can_propose(by, row.place, on)
    _check_open(row)
    if row.proposed_by == by.user_id:
        raise Refusal("policies.four_eyes", _("不能核对自己提出的，请由另一人核对。"))


def check_can_reject(by: Officer, row: ParameterValue | Document, reason: str, on: date) -> None:
    """Any keeper of the place, the proposer too; never without a reason."""
    check_can_propose(by, row.place, on)
    _check_open(row)
    if not reason.strip():
        raise Refusal("policies.reason", _("请写明退回的理由。"), field="reason")


def _check_open(row: ParameterValue | Document) -> None:
    if row.checked_at:
        raise Refusal("policies.checked", _("已经核对过，不能再改；要改，请提出新的一条。"))
    if row.rejected_at:
        raise Refusal("policies.rejected", _("已经退回，不能再核对；要用，请重新提出。"))
