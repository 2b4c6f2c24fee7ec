from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from doudi.audit import queries
from doudi.audit.actions import record
from doudi.audit.models import Entry
from doudi.audit.rules import PersonalValue, key_of
from doudi.common.actors import Citizen, System
from doudi.common.refusals import Refusal
from tests.factories.trail import AT, OFFICER, entry

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_from_which_post_did_what() -> None:
    made = entry(key=12, verb="accept", request=4, until=date(2026, 10, 1), rule="dibao/2026-07-01")
    made.refresh_from_db()
    assert (made.actor_kind, made.actor_id, made.post_id, made.duty) == (
        "officer", "7", "3", "accept",
    )  # fmt: skip
    assert (made.verb, made.noun, made.key) == ("accept", "application", "12")
    assert made.detail == {"request": 4, "until": "2026-10-01", "rule": "dibao/2026-07-01"}
    assert made.written_at is not None


def test_an_officers_name_and_a_session_stay_out() -> None:
    made = entry()
    by = Citizen(user_id=9, level=1, session="abc")
    own = record(by=by, at=AT, verb="submit", noun="application", key=1)
    assert "李芳" not in str(made.__dict__)
    assert (own.actor_kind, own.duty) == ("citizen", "level-1")
    assert "abc" not in str(own.__dict__)


def test_a_task_is_named() -> None:
    made = record(by=System("payments.draft"), at=AT, verb="draft", noun="run", key=1)
    assert (made.actor_kind, made.actor_id, made.post_id) == ("system", "payments.draft", "")


@pytest.mark.parametrize(
    "value",
    [
        "430902199001011233",
        "43090219900101123X",
        "13800138000",
        "6217000010001234567",
        "张建国",
        {"name": "x"},
        430902199001011233,
        13800138000,
        3.5,
        ["ok", "张建国"],
    ],
)
def test_detail_takes_no_personal_value(value: object) -> None:
    with pytest.raises(PersonalValue):
        entry(value=value)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("key", ["张建国", "430902199001011233"])
def test_a_key_is_an_id(key: str) -> None:
    with pytest.raises(PersonalValue):
        entry(key=key)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        12,
        "430902106219",
        UUID("12345678-1234-5678-1234-567812345678"),
        "2026-09-14T10:00:00+08:00",
        [1, 2, "dibao"],
    ],
)
def test_detail_takes_ids_and_codes(value: object) -> None:
    entry(value=value)


def test_a_total_in_fen_may_be_as_long_as_a_phone_number() -> None:
    assert entry(total_fen=13800138000).detail == {"total_fen": 13800138000}


@pytest.mark.parametrize("reason", ["电话 13800138000", "证件４３０９０２１９９００１０１１２３３"])
def test_a_reason_with_a_number_in_it_is_refused(reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        record(by=OFFICER, at=AT, verb="return", noun="application", key=1, reason=reason)
    assert (refused.value.code, refused.value.field) == ("audit.personal_reason", "reason")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET verb = 'x'",
        "DELETE FROM audit_entry",
        "UPDATE audit_seal SET root = ''",
        "DELETE FROM audit_leaf",
    ],
)
def test_the_trail_is_written_once(sql: str) -> None:
    entry()
    by_hand_seal()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        connection.cursor().execute(sql)


def by_hand_seal() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_seal VALUES (1, 0, 9, 1, 1, 1, 'r', 'p', 'c', 's', now());"
            "INSERT INTO audit_leaf (position, entry_id, hash, seal_id) VALUES (0, 1, 'h', 1)"
        )


def test_truncate_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_no_truncate")
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            cursor.execute("TRUNCATE audit_entry")


def test_an_entry_cannot_name_its_transaction() -> None:
    made = Entry.objects.create(xid=3, actor_kind="system", actor_id="x", verb="v", noun="n", at=AT)
    made.refresh_from_db()
    assert made.xid > 3


def test_a_failing_action_leaves_no_entry() -> None:
    with transaction.atomic():
        entry()
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_the_timeline_of_one_thing_is_in_order() -> None:
    first, _, second = entry(key=1), entry(key=2), entry(key=1, verb="post")
    assert list(queries.entries_about("application", 1)) == [first, second]


def test_a_digest_may_hold_a_run_of_digits_by_chance():
    digest = "0346407caf41c70217ac2fd7aee4dbf6fb3cb4bb268b914a216924846100965a"
    assert key_of(digest) == digest
    with pytest.raises(PersonalValue):
        key_of("216924846100965")
