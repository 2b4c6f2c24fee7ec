"""Who may record a family's number: those who meet it, where they answer for it."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.queries import holds
from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden
from doudi.people.models import Household

RECORDERS = (Duty.VILLAGE_INTAKE, Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR)


def check_can_record_phone(by: Officer, household: Household, on: date) -> None:
    if not holds(by, RECORDERS, household.place, on):
        raise Forbidden("contact.place", _("这一家不归您的岗位办理，不能登记联系电话。"))
