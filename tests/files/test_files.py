import io
import resource
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import xlsxwriter
from PIL import Image

from doudi.audit.models import Entry
from doudi.common.crypto import Unreadable
from doudi.common.refusals import Refusal
from doudi.files import queries, rules
from doudi.files.actions import store
from doudi.files.models import File
from tests.factories.pictures import jpeg, png, signature
from tests.factories.trail import AT, OFFICER

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DOUDI_FILES = tmp_path / "files"
    return settings.DOUDI_FILES


def keep(content: bytes, kind: str = "photo") -> File:
    return store(
        content=content,
        kind=kind,
        owner_noun="visit",
        owner_key=5,
        sensitivity="personal",
        by=OFFICER,
        at=AT,
    )


def workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write_string(0, 0, "姓名")
    book.close()
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "")
    return out.getvalue()


def test_a_photograph_is_drawn_anew_without_place_time_and_device() -> None:
    file = keep(jpeg((640, 480)))
    picture = Image.open(io.BytesIO(queries.open_file(file)))
    assert (file.media_type, picture.format) == ("image/jpeg", "JPEG")
    assert not picture.getexif()
    assert picture.size == (480, 640), "turned upright before the turn was forgotten"
    assert file.size == len(queries.open_file(file))


def test_a_large_photograph_is_made_smaller() -> None:
    picture = Image.open(io.BytesIO(queries.open_file(keep(jpeg((5000, 3000), place=False)))))
    assert picture.size == (2560, 1536)


def test_what_lies_on_disk_is_encrypted_and_named_by_hash(folder: Path) -> None:
    file = keep(PDF, "pdf")
    blob = (folder / file.stored).read_bytes()
    assert PDF not in blob
    assert file.stored == f"{file.sha256[:2]}/{file.sha256}"
    assert queries.open_file(file) == PDF


def test_a_changed_file_does_not_open(folder: Path) -> None:
    file = keep(PDF, "pdf")
    path = folder / file.stored
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(Unreadable):
        queries.open_file(file)


def test_the_same_content_is_kept_once(folder: Path) -> None:
    first, second = keep(PDF, "pdf"), keep(PDF, "pdf")
    assert first.pk != second.pk
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1
    assert list(queries.files_of(owner_noun="visit", owner_key=5)) == sorted(
        [first, second], key=lambda file: file.pk
    )


def test_storing_leaves_one_trail_entry() -> None:
    file = keep(PDF, "pdf")
    assert [(e.verb, e.noun, e.key) for e in Entry.objects.all()] == [
        ("store", "file", str(file.pk))
    ]


@pytest.mark.parametrize(
    ("kind", "content", "media_type"),
    [
        ("scan", PDF, "application/pdf"),
        ("scan", png(), "image/jpeg"),
        ("csv", "姓名,金额\n王,1\n".encode("gb18030"), "text/csv"),
        ("csv", "\ufeff姓名\n".encode(), "text/csv"),
        ("xlsx", workbook(), rules.XLSX),
        ("signature", png(), "image/png"),
    ],
)
def test_a_file_is_what_its_content_says(kind: str, content: bytes, media_type: str) -> None:
    assert keep(content, kind).media_type == media_type


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("photo", b"", "empty"),
        ("photo", b"\xff\xd8\xff" + bytes(rules.MAX_BYTES), "too_large"),
        ("photo", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_type"),
        ("photo", b"<!doctype html><script>1</script>", "wrong_type"),
        ("csv", b" <html></html>", "wrong_type"),
        ("csv", b"a,\x00", "wrong_type"),
        ("photo", PDF, "wrong_type"),
        ("pdf", jpeg(), "wrong_type"),
        ("xlsx", archive("a.exe"), "wrong_type"),
        ("xlsx", archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
         "wrong_type"),
        ("xlsx", b"PK\x03\x04 broken", "wrong_type"),
        ("photo", b"\xff\xd8\xff broken", "unreadable"),
        ("photo", jpeg()[:900], "unreadable"),
        ("signature", png(draw=False), "signature_empty"),
    ],
)  # fmt: skip
def test_what_is_not_kept_is_refused_with_a_reason(kind: str, content: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        keep(content, kind)
    assert refused.value.code == f"files.{code}"
    assert not File.objects.exists()


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)

    def part(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    data = part(b"IDAT", zlib.compress(bytes(10)))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + data + part(b"IEND", b"")


@pytest.mark.parametrize("side", [8_500, 10_000, 60_000])
def test_a_decompression_bomb_is_refused(side: int) -> None:
    with pytest.raises(Refusal) as refused:
        keep(bomb(side))
    assert refused.value.code == "files.too_many_pixels"


def test_a_signature_is_read_from_the_canvas() -> None:
    content = queries.decode_signature(signature())
    picture = Image.open(io.BytesIO(content))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "L", (300, 120))
    assert keep(content, "signature").media_type == "image/png"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "signature_empty"),
        (signature(draw=False), "signature_empty"),
        ("data:image/svg+xml;base64,AAAA", "signature_unreadable"),
        ("data:image/png;base64,%%%", "signature_unreadable"),
        ("data:image/png;base64,AAAA", "signature_unreadable"),
        ("data:image/png;base64," + "A" * 2_000_000, "signature_unreadable"),
    ],
)
def test_a_drawing_that_is_no_signature_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        queries.decode_signature(text)
    assert (refused.value.code, refused.value.field) == (f"files.{code}", "signature")


@contextmanager
def no_room() -> Iterator[None]:
    """No file may grow: the kernel refuses as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_and_leaves_nothing(folder: Path) -> None:
    picture = jpeg()
    with pytest.raises(Refusal) as refused, no_room():
        keep(picture)
    assert refused.value.code == "files.no_room"
    assert "过一会儿再试" in refused.value.sentence
    assert not File.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert queries.open_file(keep(picture))
