"""At a counter nobody fills in, witnesses or takes back for a relative; other doors stay open."""

import pytest

from doudi.applications.actions import applications, awaiting, members, signing
from doudi.applications.actions.members import Typed
from doudi.applications.models import Application, AwaitedItem
from doudi.applications.states import State
from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden
from doudi.people.models import Person
from doudi.people.queries import full_number
from tests.factories import accounts, kin, people
from tests.factories import applications as made
from tests.factories.pictures import png

pytestmark = pytest.mark.django_db
OWN = "您备案的近亲属"


@pytest.fixture
def clerk() -> Officer:
    return accounts.officer("village_intake")


def typed(person: Person) -> Typed:
    return Typed(name="刘桂英", relation="sibling", number=full_number(person))


def test_nobody_begins_for_a_relative_and_the_phone_stays_open(clerk) -> None:
    sister = people.person("刘桂英")
    kin.filed(clerk, made.AT, sister)
    number = full_number(sister)
    with pytest.raises(Forbidden, match="用家里人的手机申请"):
        made.draft(by=clerk, number=number)
    assert not Application.objects.exists()
    made.draft(by=accounts.officer("village_intake"), number=number)
    assert made.submitted(by=accounts.citizen()).state == State.SUBMITTED


def test_from_the_relative_s_name_on_a_colleague_goes_on(clerk) -> None:
    draft, sister = made.draft(by=clerk), people.person("刘桂英")
    kin.filed(clerk, made.AT, sister)
    members.add_member(application=draft, typed=typed(sister), by=clerk, at=made.AT)
    sign = {"application": draft, "person": draft.applicant, "signature": png(), "at": made.AT}
    with pytest.raises(Forbidden, match=OWN):
        signing.sign(**sign, by=clerk)
    with pytest.raises(Forbidden, match=OWN):
        applications.submit(application=draft, by=clerk, at=made.AT)
    colleague = accounts.officer("village_intake")
    signing.sign(**sign, by=colleague)
    applications.submit(application=draft, by=colleague, at=made.AT)


def test_papers_and_a_withdrawal_of_kin_go_to_a_colleague(clerk) -> None:
    held = made.with_items("income_paper")
    kin.filed(clerk, made.AT, held.applicant)
    item = AwaitedItem.objects.get(application=held)
    colleague = accounts.officer("village_intake")
    with pytest.raises(Forbidden, match=OWN):
        awaiting.receive_item(item=item, by=clerk, at=made.AT)
    awaiting.receive_item(item=item, by=colleague, at=made.AT)
    back = {"application": held, "paper": png(), "at": made.AT}
    with pytest.raises(Forbidden, match=OWN):
        applications.withdraw_at_counter(**back, by=clerk)
    assert applications.withdraw_at_counter(**back, by=colleague).state == State.WITHDRAWN
