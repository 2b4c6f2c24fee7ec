"""Who may write down what about a family: those who meet it, where they answer for it."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.queries import covers, holds
from doudi.accounts.states import Duty
from doudi.common.actors import Actor, Citizen, Officer
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.people.models import Authorisation, Household, InPersonTask, PayeeAccount, Person
from doudi.people.queries import belongs, may_act_for, person_of
from doudi.people.queries.households import living
from doudi.people.queries.kin import check_not_kin

RECORDERS = (Duty.VILLAGE_INTAKE, Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR)
TELLERS = (Duty.VILLAGE_INTAKE, Duty.GRID_WORKER, Duty.COORDINATOR, Duty.TOWN_ACCEPTOR)
# who hears from a family how it wants to be reached
LISTENERS = (*RECORDERS, Duty.GRID_WORKER, Duty.COORDINATOR, Duty.SOCIAL_WORKER, Duty.TOWN_LEADER)
# a signature is replaced by nobody below the town
EXCUSERS = (
    Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR, Duty.TOWN_LEADER, Duty.TOWN_DECIDER,
    Duty.COUNTY_REVIEWER, Duty.COUNTY_LEADER,
)  # fmt: skip
REGISTRARS = (Duty.VILLAGE_INTAKE, *EXCUSERS)
MERGERS = (Duty.COUNTY_REVIEWER,)


def check_can_record_phone(by: Officer, household: Household, on: date) -> None:
    if not holds(by, RECORDERS, household.place, on):
        raise Forbidden("contact.place", _("这一家不归您的岗位办理，不能登记联系电话。"))
    check_not_kin(by, household, on)


def check_can_wish(by: Actor, household: Household, person: Person, on: date) -> None:
    """An officer who meets the family; a known person for himself and whom he stands in for."""
    if isinstance(by, Citizen):
        _check_own_wish(by, household, person, on)
    elif not isinstance(by, Officer) or not holds(by, LISTENERS, household.place, on):
        raise Forbidden("wish.place", _("这一家不归您的岗位办理，不能登记联系意愿。"))
    check_not_kin(by, household, on)


def _check_own_wish(by: Citizen, household: Household, person: Person, on: date) -> None:
    actor = person_of(by.user_id) if by.level >= 1 else None
    if actor is None or not may_act_for(actor, person, on) or not belongs(person, household, on):
        raise Hidden("wish.hidden", _("没有找到这个人。"))


def check_can_tell(by: Officer, task: InPersonTask, on: date) -> None:
    if not holds(by, TELLERS, task.place, on):
        raise Forbidden("telling.place", _("这一家不归您的岗位办理，不能登记告知。"))
    check_not_kin(by, task.household, on)


def check_can_excuse(by: Officer, household: Household, on: date) -> None:
    """Named officers of the town and the county, where they answer for the household."""
    if not isinstance(by, Officer) or not holds(by, EXCUSERS, household.place, on):
        raise Forbidden(
            "excuse.duty", _("不要求某位成员签名，由乡镇（街道）或县级经办人员说明理由后登记。")
        )
    check_not_kin(by, household, on)


def check_can_register(by: Officer, household: Household, on: date) -> None:
    """Who stands in for whom, who came and who left."""
    if not isinstance(by, Officer) or not holds(by, REGISTRARS, household.place, on):
        raise Forbidden("household.duty", _("这一家不归您的岗位办理，不能登记家庭变化。"))
    check_not_kin(by, household, on)


def check_can_represent(by: Officer, person: Person, on: date) -> None:
    _check_meets(by, person, on, _("这个人不归您的岗位办理，不能登记代理人。"))


def check_can_record_death(by: Officer, person: Person, on: date) -> None:
    _check_meets(by, person, on, _("这个人不归您的岗位办理，不能登记死亡。"))


def _check_meets(by: Officer, person: Person, on: date, sentence: str) -> None:
    """The post reaches the place of a household of the person; nobody's household is anybody's."""
    if not isinstance(by, Officer) or by.duty not in REGISTRARS:
        raise Forbidden("person.duty", sentence)
    homes = living(person)
    if homes and not any(covers(by, home.place, on) for home in homes):
        raise Forbidden("person.place", sentence)
    for home in homes:
        check_not_kin(by, home, on)


def check_can_merge(by: Officer, people: tuple[Person, Person], on: date) -> None:
    homes = [home for person in people for home in living(person)]
    near = not homes or any(covers(by, home.place, on) for home in homes)
    if not isinstance(by, Officer) or by.duty not in MERGERS or not near:
        raise Forbidden("merge.duty", _("合并人员档案由县级复核岗位办理。"))


def check_can_record_account(by: Officer, household: Household, on: date) -> None:
    """Who changes or confirms a family's account, records an agreement or a kept bank book."""
    if not isinstance(by, Officer) or not holds(by, RECORDERS, household.place, on):
        raise Forbidden("account.place", _("这一家不归您的岗位办理，不能登记收款账户。"))
    check_not_kin(by, household, on)


def check_can_confirm_account(by: Officer, account: PayeeAccount, on: date) -> None:
    check_can_record_account(by, account.household, on)
    if account.superseded_at or account.confirmed_at:
        raise Refusal("account.done", _("这个账户已经核对过，或者已经换成别的账户。"))
    if account.entered_post and account.entered_post.user_id == by.user_id:
        raise Refusal("account.four_eyes", _("这个账户是您登记的，要由另一个人核对。"))


def check_own_consent(by: Citizen, letter: Authorisation) -> None:
    """Level 1, and the own letter: that another's exists is not said."""
    if by.level < 1:
        raise Forbidden(
            "identity.level", _("请先带身份证到村（社区）核对一次，之后就能在手机上办理。")
        )
    person = person_of(by.user_id)
    if person is None or letter.person_id != person.pk:
        raise Hidden("letter.hidden", _("没有找到这份授权书。"))
