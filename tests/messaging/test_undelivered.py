"""What did not arrive is tried again or set aside by those who run the machine, nobody else."""

import pytest

from doudi.accounts.states import Duty
from doudi.audit.models import Entry
from doudi.common.actors import System
from doudi.common.refusals import Forbidden
from doudi.messaging import actions, states
from doudi.messaging.models import Message
from tests.factories import accounts
from tests.factories.trail import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed() -> Message:
    return Message.objects.create(
        once="t:1", address_kind="user", user_id=accounts.user().pk, template="t", values={},
        noun="application", key="1", state=states.FAILED, created_at=AT,
    )  # fmt: skip


@pytest.mark.parametrize("act", [actions.send_again, actions.set_aside])
def test_only_the_system_administrator(act, failed) -> None:
    others = [accounts.officer(duty) for duty in Duty if duty != Duty.SYSTEM_ADMIN]
    for by in (*others, accounts.citizen(1), System("messaging.retry")):
        with pytest.raises(Forbidden, match="系统管理岗位"):
            act(message=failed, by=by, at=AT)
    failed.refresh_from_db()
    assert (failed.state, failed.seen_at, Entry.objects.count()) == (states.FAILED, None, 0)
    act(message=failed, by=accounts.officer("system_admin"), at=AT)
    failed.refresh_from_db()
    assert failed.state == states.WAITING or failed.seen_at == AT
    assert Entry.objects.count() == 1
