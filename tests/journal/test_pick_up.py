"""Nothing is skipped and nothing is handled twice."""

import logging
import random
from threading import Event, Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.journal import queries
from doudi.journal.actions import note, pick_up
from doudi.journal.models import Cursor, Entry
from tests.factories.trail import AT, deliver, settle

pytestmark = pytest.mark.django_db(transaction=True)
PERSONAL = "430902199001011233"


def write(key: object) -> Entry:
    return note(noun="visit", key=key, verb="record", at=AT)


def read(reader: str = "tests", limit: int = 500) -> list[str]:
    keys: list[str] = []
    pick_up(reader, lambda entry: keys.append(entry.key), limit=limit)
    return keys


def test_entries_are_handed_over_once_in_order() -> None:
    for key in "abc":
        write(key)
    settle()
    assert read(limit=2) == ["a", "b"]
    assert read() == ["c"]
    assert read() == []
    assert read("another") == ["a", "b", "c"]


def test_an_open_transaction_holds_back_what_came_after_it() -> None:
    written, finish = Event(), Event()

    def slow() -> None:
        with transaction.atomic():
            write("slow")
            written.set()
            finish.wait(10)
        connection.close()

    thread = Thread(target=slow)
    thread.start()
    written.wait(10)
    write("quick")
    assert read() == []
    finish.set()
    thread.join()
    settle()
    assert read() == ["slow", "quick"]


def test_a_rolled_back_note_is_never_read() -> None:
    with transaction.atomic():
        write("gone")
        transaction.set_rollback(True)
    write("stays")
    settle()
    assert read() == ["stays"]


def test_a_failing_handler_stops_its_reader_there_and_leaves_nothing(caplog) -> None:
    for key in "abc":
        write(key)
    settle()
    seen: list[str] = []

    def handle(entry: Entry) -> None:
        write(f"from {entry.key}")
        if entry.key == "b":
            raise ValueError(PERSONAL)
        seen.append(entry.key)

    with caplog.at_level(logging.ERROR):
        assert pick_up("tests", handle) == 1
        assert pick_up("tests", handle) == 0
    assert seen == ["a"]
    assert [cursor.reader for cursor in queries.stopped()] == ["tests"]
    assert "tests stopped at entry" in caplog.text
    assert "ValueError" in caplog.text
    assert PERSONAL not in caplog.text
    assert not Entry.objects.filter(key="from b").exists()
    settle()
    assert read("another") == ["a", "b", "c", "from a"]
    assert read("tests") == ["b", "c", "from a"]
    assert not queries.stopped().exists()


def test_two_workers_do_not_double() -> None:
    for key in range(20):
        write(key)
    settle()
    Cursor.objects.create(reader="tests")
    seen: list[str] = []

    def run() -> None:
        for _ in range(20):
            pick_up("tests", lambda entry: seen.append(entry.key))
        connection.close()

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [str(key) for key in range(20)]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**6), sizes=st.lists(st.integers(1, 4), min_size=2, max_size=5))
def test_out_of_order_commits_skip_and_double_nothing(seed: int, sizes: list[int]) -> None:
    order = random.Random(seed)
    expected = [f"{seed}-{number}-{n}" for number, size in enumerate(sizes) for n in range(size)]
    writers = [Writer(f"{seed}-{number}", size) for number, size in enumerate(sizes)]
    seen = read()
    seen.clear()
    while writers:
        writer = order.choice(writers)
        if writer.step():
            writers.remove(writer)
        seen += read()
    settle()
    seen += read()
    assert sorted(seen) == sorted(expected)


class Writer:
    """A transaction on a connection of its own, moved on one step at a time."""

    def __init__(self, name: str, size: int) -> None:
        self.name, self.left, self.size = name, size, size
        self.connection = connection.copy(f"writer-{name}")
        self.connection.connect()
        self.connection.set_autocommit(False)

    def step(self) -> bool:
        """Write one note, or commit; True when it is done."""
        if self.left:
            key = f"{self.name}-{self.size - self.left}"
            with self.connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO journal_entry (noun, key, verb, at) VALUES ('n', %s, 'v', now())",
                    [key],
                )
            self.left -= 1
            return False
        self.connection.commit()
        self.connection.close()
        return True


@pytest.mark.parametrize("sql", ["UPDATE journal_entry SET key = 'x'", "DELETE FROM journal_entry"])
def test_the_journal_is_written_once(sql: str) -> None:
    write("a")
    with pytest.raises(DatabaseError, match="written once"), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_note_wakes_a_listener() -> None:
    listener = connection.copy("listener")
    with listener.cursor() as cursor:
        cursor.execute("LISTEN doudi_journal")
    write("a")
    heard = list(listener.connection.notifies(timeout=5, stop_after=1))
    listener.close()
    assert [(notice.channel, notice.payload) for notice in heard] == [("doudi_journal", "")]


@pytest.mark.django_db
def test_a_test_in_one_transaction_delivers_by_hand() -> None:
    write("a")
    seen: list[str] = []
    deliver(lambda entry: seen.append(entry.key))
    assert seen == ["a"]


def about(nouns: tuple[str, ...], limit: int = 500) -> list[str]:
    keys: list[str] = []
    pick_up("of-some", lambda entry: keys.append(entry.key), limit=limit, nouns=nouns)
    return keys


def test_a_reader_hears_of_its_nouns_and_passes_over_the_others() -> None:
    for noun, key in (("visit", 1), ("award", 2), ("visit", 3), ("award", 4), ("person", 5)):
        note(noun=noun, key=key, verb="record", at=AT)
    settle()
    assert about(("award", "person"), limit=1) == ["2"]
    assert about(("award", "person")) == ["4", "5"]
    write("6")
    settle()
    assert about(("award", "person")) == []
    cursor = Cursor.objects.get(reader="of-some")
    assert cursor.entry == Entry.objects.get(key="6").pk


def test_passing_over_leaves_what_is_still_being_written() -> None:
    ready, go_on = Event(), Event()

    def slow() -> None:
        with transaction.atomic():
            note(noun="award", key="slow", verb="record", at=AT)
            ready.set()
            go_on.wait(20)
        connection.close()

    other = Thread(target=slow)
    other.start()
    ready.wait(20)
    write("fast")
    try:
        assert about(("award",)) == []
    finally:
        go_on.set()
        other.join()
    settle()
    assert about(("award",)) == ["slow"]


def test_a_reader_begins_at_its_cursor_not_at_the_first_line() -> None:
    write("a")
    settle()
    read()
    stood = Cursor.objects.get(reader="tests")
    with CaptureQueriesContext(connection) as asked:
        assert queries.next_entry(stood) is None
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + asked[0]["sql"])
        plan = [line for (line,) in cursor.fetchall()]
    (bounds,) = (line for line in plan if "Index Cond" in line)
    assert f"xid >= {stood.xid}" in bounds
