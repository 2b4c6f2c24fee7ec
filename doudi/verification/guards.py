"""Who may ask for a check, record its answers and read them."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.queries import holds
from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.people.models import Household
from doudi.people.queries import authorisation_in_force, unsigned_adults
from doudi.people.queries.kin import check_not_kin
from doudi.verification.models import Check

REQUESTERS = (
    Duty.TOWN_ACCEPTOR,
    Duty.TOWN_INVESTIGATOR,
    Duty.TOWN_LEADER,
    Duty.TOWN_DECIDER,
    Duty.VERIFIER,
    Duty.COUNTY_REVIEWER,
)
READERS = (*REQUESTERS, Duty.COUNTY_LEADER)


def check_can_request(by: Officer, household: Household, on: date) -> None:
    """Raises Forbidden, for own kin too; Refusal when an adult's authorisation is not in force on
    that day."""
    if not holds(by, REQUESTERS, household.place, on):
        raise Forbidden("check.request", _("发起核对由乡镇（街道）或核对中心的经办人办理。"))
    check_not_kin(by, household, on)
    check_authorised(household, on)


def check_authorised(household: Household, on: date) -> None:
    """Invariant 9: consent is checked when it is used, not when it was asked."""
    if authorisation_in_force(household, on):
        return
    waiting = len(unsigned_adults(household, on))
    raise Refusal(
        "check.not_authorised",
        _("还有 %(n)s 名成年家庭成员没有在有效期内的核对授权，请先请他们签署授权书。")
        % {"n": waiting},
    )


def check_can_record(by: Officer, check: Check, on: date) -> None:
    """Only a verifier of the place, only while the report is not out, only with consent."""
    check_verifier(by, check, on)
    check_open(check)
    check_authorised(check.household, on)


def check_can_report(by: Officer, check: Check, on: date) -> None:
    check_verifier(by, check, on)
    check_open(check)


def check_verifier(by: Officer, check: Check, on: date) -> None:
    if not holds(by, (Duty.VERIFIER,), check.household.place, on):
        raise Forbidden("check.verifier", _("核对结果只能由核对中心的经办人录入和出具。"))
    check_not_kin(by, check.household, on)


def check_open(check: Check) -> None:
    if check.reported_at is not None:
        raise Refusal("check.reported", _("核对报告已经出具，内容不能再改。有异议请重新发起核对。"))


def check_can_read(by: Officer, check: Check, on: date) -> None:
    """Raises Hidden: elsewhere nobody needs to learn that a household was checked."""
    if not holds(by, READERS, check.household.place, on):
        raise Hidden("check.hidden", _("没有找到这次核对。"))
