"""After the journeys: what a hand does to the trail in SQL is found and named."""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.journeys.world import World, connect, drop, on_server, wait_for

pytestmark = pytest.mark.browser  # follows the journeys, whose trail it spoils in copies

COLUMNS = "actor_kind, actor_id, post_id, duty, verb, noun, key, reason, detail, at, written_at"
SEALED = "(SELECT entry_id FROM audit_leaf ORDER BY entry_id OFFSET 40 LIMIT 1)"


@pytest.fixture(scope="module")
def at_rest(world: World) -> Iterator[World]:
    """Everything is sealed, and nobody is connected: a copy is made of a resting database."""
    wait_for(lambda: "另有 0 条待封" in verify(world, world.database)[1], "all is sealed", 60)
    world.stop()
    on_server(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{world.database}'"
    )
    yield world
    world.start()


@pytest.fixture
def copy(at_rest: World) -> Iterator[str]:
    name = f"{at_rest.database}_copy"
    drop(name)
    on_server(f'CREATE DATABASE "{name}" TEMPLATE "{at_rest.database}"')
    yield name
    drop(name)


def verify(world: World, database: str) -> tuple[int, str]:
    done = world.doudi("audit", "verify", "--anchors", str(world.anchors), database=database)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def change(hand: psycopg.Connection) -> list[str]:
    row = hand.execute(
        f"UPDATE audit_entry SET reason = reason || '改' WHERE id = {SEALED} RETURNING id"
    ).fetchone()
    return [f"entry_changed seal=* entry={row[0]}", f"记录 {row[0]} 被改动"]


def insert(hand: psycopg.Connection) -> list[str]:
    """A copy of an old entry with that time's transaction number, as if it had always been."""
    row = hand.execute(
        f"INSERT INTO audit_entry (xid, {COLUMNS}) "
        f"SELECT xid, {COLUMNS} FROM audit_entry WHERE id = {SEALED} RETURNING id"
    ).fetchone()
    return [f"entry_inserted entry={row[0]}", f"记录 {row[0]} 是后来插入的"]


def remove(hand: psycopg.Connection) -> list[str]:
    row = hand.execute(f"DELETE FROM audit_entry WHERE id = {SEALED} RETURNING id").fetchone()
    return [f"entry_removed seal=* entry={row[0]}", f"记录 {row[0]} 被删除"]


def cut_tail(hand: psycopg.Connection) -> list[str]:
    """The newest seal with its leaves and entries, as a rollback to an older copy would do."""
    number, last = hand.execute(
        "SELECT number, last_entry FROM audit_seal ORDER BY number DESC LIMIT 1"
    ).fetchone()
    hand.execute(
        "WITH gone AS (DELETE FROM audit_leaf WHERE seal_id = %s RETURNING entry_id) "
        "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM gone)",
        [number],
    )
    hand.execute("DELETE FROM audit_seal WHERE number = %s", [number])
    return [f"seal_cut seal={number}", f"记录 {last} 被删除"]


def test_the_copy_is_whole_before_anybody_touches_it(at_rest: World, copy: str) -> None:
    status, said = verify(at_rest, copy)
    assert (status, said[:2]) == (0, "完好")


@pytest.mark.parametrize("hand", [change, insert, remove, cut_tail])
def test_a_hand_in_the_trail_is_named(
    at_rest: World, copy: str, hand: Callable[[psycopg.Connection], list[str]]
) -> None:
    with connect(copy) as connection:
        # the triggers refuse this: whoever forges is one who can switch them off
        connection.execute("SET session_replication_role = replica")
        expected = hand(connection)
    status, said = verify(at_rest, copy)
    assert status == 1, said
    words = _without_seal(said)
    for text in expected:
        assert text in (words if "seal=*" in text else said), said


def test_the_triggers_refuse_an_ordinary_hand(at_rest: World, copy: str) -> None:
    with connect(copy) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("UPDATE audit_entry SET reason = 'x'")


def _without_seal(said: str) -> str:
    return re.sub(r"seal=\d+", "seal=*", said)
