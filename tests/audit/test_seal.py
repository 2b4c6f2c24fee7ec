"""A seal covers every entry, and a cut is seen."""

from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from doudi.audit import actions, rules
from doudi.audit.models import Entry, Leaf, Seal
from doudi.common.refusals import Refusal
from tests.factories.trail import AT, by_hand, entry, settle

pytestmark = pytest.mark.django_db(transaction=True)
COPY = "INSERT INTO audit_entry SELECT "


@pytest.fixture
def anchors(settings, tmp_path: Path) -> Path:
    settings.DOUDI_ANCHORS = tmp_path / "outside" / "anchors.jsonl"
    return settings.DOUDI_ANCHORS


@pytest.fixture
def trail(anchors: Path) -> list[Entry]:
    """Six entries under two seals."""
    entries = []
    for _ in range(2):
        entries += [entry(key=n) for n in range(3)]
        seal()
    return entries


def seal() -> Seal | None:
    settle()
    return actions.seal(at=AT)


def found(anchors: Path, settings) -> set[tuple[str, int | None, int | None]]:
    key = rules.public_key(settings.DOUDI_SEAL_KEY)
    report = actions.verify(path=anchors, public_keys=[key])
    return {(fault.code, fault.seal, fault.entry) for fault in report.faults}


def test_a_whole_trail_verifies(trail, anchors, settings, capsys) -> None:
    entry()
    assert found(anchors, settings) == set()
    call_command("audit", "verify", "--anchors", str(anchors))
    assert capsys.readouterr().out == "完好：2 个封印，6 条记录；另有 1 条待封。\n"


def test_a_long_trail_is_sealed_in_parts_that_cut_no_transaction(
    anchors, settings, monkeypatch
) -> None:
    monkeypatch.setattr(actions, "PART", 3)
    for size in (2, 2, 5, 1):
        with transaction.atomic():
            for n in range(size):
                entry(key=n)
    settle()
    sizes = []
    while made := actions.seal(at=AT):
        sizes.append(made.count)
    assert sizes == [2, 2, 5, 1]
    assert found(anchors, settings) == set()


def test_nothing_new_makes_no_seal(trail, anchors) -> None:
    before = anchors.read_text()
    assert seal() is None
    assert anchors.read_text() == before


def test_a_changed_entry_is_named(trail, anchors, settings, capsys) -> None:
    by_hand("UPDATE audit_entry SET key = '99' WHERE id = %s", trail[4].pk)
    assert found(anchors, settings) == {("entry_changed", 2, trail[4].pk)}
    with pytest.raises(SystemExit) as exited:
        call_command("audit", "verify", "--anchors", str(anchors))
    assert exited.value.code == 1
    assert f"entry_changed seal=2 entry={trail[4].pk}: " in capsys.readouterr().out


@pytest.mark.parametrize(
    "column", ["xid", "actor_kind", "actor_id", "post_id", "duty", "verb", "noun", "reason"]
)
def test_every_column_is_covered(trail, anchors, settings, column: str) -> None:
    by_hand(f"UPDATE audit_entry SET {column} = '1' WHERE id = %s", trail[0].pk)
    assert ("entry_changed", 1, trail[0].pk) in found(anchors, settings)


@pytest.mark.parametrize("change", ["at = now()", "written_at = now()", """detail = '{"a": 1}'"""])
def test_times_and_detail_are_covered(trail, anchors, settings, change: str) -> None:
    by_hand(f"UPDATE audit_entry SET {change} WHERE id = %s", trail[0].pk)
    assert found(anchors, settings) == {("entry_changed", 1, trail[0].pk)}


def test_a_changed_entry_with_its_leaf_is_found_by_the_root(trail, anchors, settings) -> None:
    by_hand("UPDATE audit_leaf SET hash = 'x' WHERE entry_id = %s", trail[0].pk)
    assert ("leaf_changed", 1, None) in found(anchors, settings)


def test_a_removed_entry_is_named(trail, anchors, settings) -> None:
    by_hand("DELETE FROM audit_entry WHERE id = %s", trail[1].pk)
    assert found(anchors, settings) == {("entry_removed", 1, trail[1].pk)}


def test_an_entry_removed_with_its_leaf_is_found(trail, anchors, settings) -> None:
    by_hand("DELETE FROM audit_entry WHERE id = %s", trail[1].pk)
    by_hand("DELETE FROM audit_leaf WHERE entry_id = %s", trail[1].pk)
    assert found(anchors, settings) == {("leaf_removed", 1, None)}


def test_an_entry_inserted_with_an_old_transaction_is_named(trail, anchors, settings) -> None:
    copy = "9000, xid, actor_kind, actor_id, post_id, duty, verb, noun, key, reason, detail, at"
    by_hand(f"{COPY}{copy}, written_at FROM audit_entry WHERE id = %s", trail[0].pk)
    assert found(anchors, settings) == {("entry_inserted", None, 9000)}
    assert seal() is None, "an inserted entry is not sealed afterwards"
    assert found(anchors, settings) == {("entry_inserted", None, 9000)}


def test_a_cut_tail_of_entries_is_named(trail, anchors, settings) -> None:
    by_hand("DELETE FROM audit_entry WHERE id >= %s", trail[4].pk)
    assert found(anchors, settings) == {
        ("entry_removed", 2, trail[4].pk),
        ("entry_removed", 2, trail[5].pk),
    }


def test_a_cut_tail_of_entries_leaves_and_seals_is_named(trail, anchors, settings) -> None:
    by_hand("DELETE FROM audit_entry WHERE id >= %s", trail[3].pk)
    by_hand("DELETE FROM audit_leaf WHERE seal_id = 2")
    by_hand("DELETE FROM audit_seal WHERE number = 2")
    gone = {("entry_removed", 2, entry.pk) for entry in trail[3:]}
    assert found(anchors, settings) == {("seal_cut", 2, None)} | gone
    with pytest.raises(Refusal) as refused:
        seal()
    assert refused.value.code == "audit.seals_missing"


def test_cut_seals_name_the_entries_that_lost_theirs(trail, anchors, settings) -> None:
    by_hand("DELETE FROM audit_leaf WHERE seal_id = 2")
    by_hand("DELETE FROM audit_seal WHERE number = 2")
    bare = {("entry_unsealed", 2, entry.pk) for entry in trail[3:]}
    assert found(anchors, settings) == {("seal_cut", 2, None)} | bare


def test_an_emptied_trail_is_found(trail, anchors, settings) -> None:
    by_hand("TRUNCATE audit_entry, audit_leaf, audit_seal")
    codes = {(code, number) for code, number, _ in found(anchors, settings)}
    assert codes >= {("seal_cut", 1), ("seal_cut", 2)}


def test_a_changed_seal_is_named(trail, anchors, settings) -> None:
    by_hand("UPDATE audit_seal SET at = now() WHERE number = 1")
    assert found(anchors, settings) == {("seal_changed", 1, None)}


def test_a_cut_or_forged_anchors_file_is_found(trail, anchors, settings) -> None:
    first, second = anchors.read_text().splitlines(keepends=True)
    anchors.write_text(first)
    assert found(anchors, settings) == {("seal_not_anchored", 2, None)}
    anchors.write_text(second)
    assert ("anchor_chain_broken", 2, None) in found(anchors, settings)
    anchors.write_text(first + second.replace('"count":3', '"count":2'))
    assert ("anchor_forged", 2, None) in found(anchors, settings)
    anchors.write_text("{}\n" + first + second)
    assert found(anchors, settings) == {("anchor_unreadable", None, None)}


def test_another_key_does_not_verify(trail, anchors, settings) -> None:
    key = rules.public_key(bytes(32))
    report = actions.verify(path=anchors, public_keys=[key])
    assert {fault.code for fault in report.faults} == {"anchor_forged"}


def test_a_new_key_goes_on_and_what_the_old_one_signs_then_is_forged(
    trail, anchors, settings, capsys
) -> None:
    call_command("audit", "key")
    old, former = settings.DOUDI_SEAL_KEY, capsys.readouterr().out.strip()
    settings.DOUDI_SEAL_KEY, settings.DOUDI_SEAL_FORMER = bytes(32), [former]
    entry()
    seal()
    call_command("audit", "verify", "--anchors", str(anchors))
    assert "完好：3 个封印" in capsys.readouterr().out
    settings.DOUDI_SEAL_KEY = old
    entry()
    seal()
    newest = rules.public_key(bytes(32)).hex()
    with pytest.raises(SystemExit):
        call_command(
            "audit", "verify", "--anchors", str(anchors),
            "--public-key", former, "--public-key", newest,
        )  # fmt: skip
    assert capsys.readouterr().out == "anchor_forged seal=4: 锚定文件第 4 行的签名不对。\n"


@pytest.mark.parametrize("written", [0, 1, 40])
def test_a_kill_between_seal_and_anchor_is_made_good(trail, anchors, settings, written) -> None:
    whole = anchors.read_text()
    first = whole.splitlines(keepends=True)[0]
    anchors.write_text(whole[: len(first) + written])
    assert seal() is None
    assert anchors.read_text() == whole
    assert found(anchors, settings) == set()


def test_a_database_whose_counter_fell_back_is_not_sealed(trail, anchors) -> None:
    by_hand("UPDATE audit_seal SET to_xid = 4000000000 WHERE number = 2")
    entry()
    with pytest.raises(Refusal) as refused:
        actions.seal(at=AT)
    assert refused.value.code == "audit.counter_behind"


def test_an_open_transaction_holds_the_seal_back_and_is_not_forgotten(anchors, settings) -> None:
    written, finish = Event(), Event()

    def slow() -> None:
        with transaction.atomic():
            entry(key="slow")
            written.set()
            finish.wait(10)
        connection.close()

    thread = Thread(target=slow)
    thread.start()
    written.wait(10)
    entry(key="quick")
    assert actions.seal(at=AT) is None
    finish.set()
    thread.join()
    made = seal()
    assert made is not None
    assert made.count == 2
    assert Leaf.objects.count() == 2
    assert found(anchors, settings) == set()


def test_two_sealers_make_one_chain(anchors, settings) -> None:
    entry()
    settle()

    def run() -> None:
        actions.seal(at=AT)
        connection.close()

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Seal.objects.count() == 1
    assert len(anchors.read_text().splitlines()) == 1


def test_a_missing_anchors_file_is_a_usage_error(anchors) -> None:
    with pytest.raises(SystemExit) as exited:
        call_command("audit", "verify", "--anchors", str(anchors))
    assert exited.value.code == 2
