"""Sealed streams: whole or not at all."""

import pytest

from doudi.cli import stream
from doudi.cli.stream import Broken, Reader, Writer

KEY, OTHER = bytes(range(32)), bytes(32)
HEAD = len(stream.MARK) + 16
SEALED = 64 + 16


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(stream, "PIECE", 64)


def written(path, content: bytes, step: int = 50) -> None:
    with Writer(path, KEY, "files") as out:
        for start in range(0, len(content), step):
            out.write(content[start : start + step])
    assert path.stat().st_size == out.size
    assert out.digest() == stream.digest_of(path)


def opened(path, key: bytes = KEY, name: str = "files") -> bytes:
    return b"".join(Reader(path, key, name))


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 128, 129, 1000])
def test_what_went_in_comes_out(tmp_path, size):
    content = bytes(n % 251 for n in range(size))
    written(tmp_path / "a", content)
    assert opened(tmp_path / "a") == content
    reader = Reader(tmp_path / "a", KEY, "files")
    assert b"".join(iter(lambda: reader.read(7), b"")) == content


def test_equal_content_is_sealed_differently_each_time(tmp_path):
    written(tmp_path / "a", b"x" * 64)
    written(tmp_path / "b", b"x" * 64)
    assert (tmp_path / "a").read_bytes()[HEAD:] != (tmp_path / "b").read_bytes()[HEAD:]


CUTS = [0, 3, HEAD - 1, HEAD, HEAD + 1, HEAD + SEALED - 1, HEAD + SEALED, HEAD + 2 * SEALED]


@pytest.mark.parametrize("kept", [*CUTS, -1])
def test_a_cut_stream_does_not_open(tmp_path, kept):
    written(tmp_path / "a", b"y" * 200)
    whole = (tmp_path / "a").read_bytes()
    (tmp_path / "a").write_bytes(whole[:kept])
    with pytest.raises(Broken):
        opened(tmp_path / "a")


@pytest.mark.parametrize("at", [0, len(stream.MARK), HEAD, HEAD + SEALED, -1])
def test_a_changed_byte_does_not_open(tmp_path, at):
    written(tmp_path / "a", b"y" * 200)
    content = bytearray((tmp_path / "a").read_bytes())
    content[at] ^= 1
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(Broken):
        opened(tmp_path / "a")


def test_swapped_repeated_and_added_pieces_do_not_open(tmp_path):
    written(tmp_path / "a", bytes(range(200)))
    whole = (tmp_path / "a").read_bytes()
    head, first = whole[:HEAD], whole[HEAD : HEAD + SEALED]
    second, rest = whole[HEAD + SEALED : HEAD + 2 * SEALED], whole[HEAD + 2 * SEALED :]
    for pieces in ((second, first, rest), (first, first, second, rest), (first, second, rest * 2)):
        (tmp_path / "a").write_bytes(head + b"".join(pieces))
        with pytest.raises(Broken):
            opened(tmp_path / "a")


def test_another_key_or_another_name_does_not_open(tmp_path):
    written(tmp_path / "a", b"y" * 20)
    for key, name in ((OTHER, "files"), (KEY, "database")):
        with pytest.raises(Broken):
            opened(tmp_path / "a", key, name)


def test_what_fails_half_way_leaves_no_stream(tmp_path):
    def full() -> None:
        with Writer(tmp_path / "a", KEY, "files") as out:
            out.write(b"y" * 200)
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        full()
    assert not list(tmp_path.iterdir())
