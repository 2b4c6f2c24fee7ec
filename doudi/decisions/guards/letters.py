from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.common.actors import Citizen, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.decisions.guards.reach import check_can_see, check_duty
from doudi.decisions.models import Letter
from doudi.decisions.states import Service
from doudi.people.models import Person
from doudi.people.queries import adults, belongs, kept_from, person_of
from doudi.people.queries.kin import check_not_kin

SERVERS = (
    Duty.VILLAGE_INTAKE,
    Duty.GRID_WORKER,
    Duty.TOWN_ACCEPTOR,
    Duty.TOWN_INVESTIGATOR,
    Duty.TOWN_LEADER,
)


def check_can_serve(
    by: Officer,
    letter: Letter,
    on: date,
    *,
    how: str = "",
    served_on: date | None = None,
    to: Person | None = None,
    signed: bool = True,
) -> None:
    """Handed over: signed by an adult of the household. Mailed: the day it was received."""
    check_duty(by, SERVERS, letter.decision.place, on)
    check_not_kin(by, letter.decision.household, on)
    _check_not_served(letter)
    if how:
        _check_service(letter, how, served_on, to, on)
    if how == Service.HANDED_OVER and not signed:
        raise Refusal("letter.unsigned", _("请收件人签名，或勾选由您当面确认。"), field="signature")


def _check_not_served(letter: Letter) -> None:
    if letter.served_on is not None:
        raise Refusal("letter.served", _("已经送达，期限从送达那天起算，不能再改。"))


def _check_service(
    letter: Letter, how: str, served_on: date | None, to: Person | None, on: date
) -> None:
    if how == Service.IN_APP:
        raise Refusal("letter.in_app", _("手机阅读由本人在手机上确认。"), field="how")
    if served_on is None or served_on > on or served_on < day_of(letter.written_at):
        raise Refusal(
            "letter.day", _("送达日期不能早于决定书日期，也不能晚于今天。"), field="served_on"
        )
    household = letter.decision.household
    if to is None or to.pk not in {one.person.pk for one in adults(household, on)}:
        raise Refusal("letter.to", _("决定书要交给这家的成年人。"), field="to")
    if kept_from(to, household, on):
        raise Refusal("letter.kept", _("这位成员不宜接触，请交给家里别的成年人。"), field="to")


def check_own_letter(by: Citizen, letter: Letter, on: date) -> None:
    """Level 1, and an adult of the household who may see its cases: others do not learn that the
    letter exists."""
    person = person_of(by.user_id)
    if by.level < 1:
        raise Forbidden(
            "identity.level", _("请先带身份证到村（社区）核对一次，之后就能在手机上看决定书。")
        )
    if person is None or not belongs(person, letter.decision.household, on, adult=True):
        raise Hidden("letter.hidden", _("没有找到这份决定书。"))


def check_can_read(by: Officer | Citizen, letter: Letter, on: date) -> None:
    """Who may open the letter's file."""
    if isinstance(by, Citizen):
        check_own_letter(by, letter, on)
        return
    place = letter.decision.place
    if by.duty not in SERVERS:
        check_can_see(by, place, on)
        return
    check_duty(by, SERVERS, place, on)
