"""Photographs as phones make them: where and when, formats that are not read, files in files."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from doudi.audit.models import Entry
from doudi.common.refusals import Refusal
from doudi.files import queries, rules
from doudi.files.actions import store
from doudi.files.models import File
from tests.factories.pictures import heic, jpeg, png, taken
from tests.factories.trail import AT, OFFICER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DOUDI_FILES = tmp_path / "files"
    return settings.DOUDI_FILES


def keep(content: bytes, kind: str = "photo") -> File:
    return store(
        content=content, kind=kind, owner_noun="visit", owner_key=5, sensitivity="personal",
        by=OFFICER, at=AT,
    )  # fmt: skip


def refused(content: bytes, kind: str = "photo") -> Refusal:
    with pytest.raises(Refusal) as no:
        keep(content, kind)
    assert not File.objects.exists()
    return no.value


@pytest.mark.parametrize("place", [(28.5, 112.25), (-33.75, -70.5), (0.0, 0.0)])
def test_time_and_place_are_kept_apart_and_never_in_the_shown_file(place):
    file = keep(taken(*place))
    found = queries.taken(File.objects.get(pk=file.pk))
    assert found == rules.Taken(datetime(2026, 9, 7, 15, 20, 30), *place)
    assert not Image.open(io.BytesIO(queries.open_file(file))).getexif()
    assert b"2026:09:07" not in queries.open_file(file)


def test_where_a_family_lives_is_sealed_and_not_in_the_trail():
    file = keep(taken())
    assert b"112.25" not in bytes(file.taken_sealed)
    assert "112" not in str([entry.detail for entry in Entry.objects.all()])


def test_a_camera_s_word_belongs_to_its_file():
    first, second = keep(taken()), keep(taken(10.0, 20.0))
    File.objects.filter(pk=second.pk).update(taken_sealed=first.taken_sealed)
    second.refresh_from_db()
    with pytest.raises(Exception, match=r"files\.taken"):
        queries.taken(second)


@pytest.mark.parametrize("content", [jpeg(place=False), png()])
def test_a_picture_that_does_not_say_has_neither(content):
    assert queries.taken(keep(content)) is None


def test_broken_words_of_a_camera_do_not_keep_a_picture_out():
    exif = Image.Exif()
    exif[0x0132] = "2026:99:99 15:20:30"
    exif.get_ifd(0x8825)[2] = (200.0, 0.0, 0.0)
    out = io.BytesIO()
    Image.new("RGB", (64, 48)).save(out, "JPEG", exif=exif)
    assert queries.taken(keep(out.getvalue())) is None


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"avif"])
@pytest.mark.parametrize("kind", ["photo", "scan"])
def test_heic_is_refused_with_the_way_out_for_each_phone(brand, kind):
    no = refused(heic(brand), kind)
    assert no.code == "files.phone_picture"
    for word in ("HEIC", "苹果", "华为", "小米", "截屏"):
        assert word in no.sentence


def test_forty_megabytes_are_a_sentence():
    no = refused(b"\xff\xd8\xff" + bytes(40 * 1024 * 1024))
    assert no.code == "files.too_large"
    assert "20 MB" in no.sentence


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.exe", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("photo", jpeg() + archive()),
        ("photo", jpeg() + b"<script>alert(1)</script>"),
        ("photo", jpeg()[:20] + b"%PDF-1.7\n" + jpeg()[20:]),
        ("scan", b"%PDF-1.7\n<html><script>1</script>"),
        ("scan", b"%PDF-1.7\n1 0 obj\n" + archive()),
        ("pdf", b"%PDF-1.7\n1 0 obj\n" + archive()),
    ],
)
def test_two_files_in_one_are_refused(kind, content):
    no = refused(content, kind)
    assert no.code == "files.two_files"
    assert "重新拍" in no.sentence


def test_the_short_film_that_a_phone_appends_is_no_second_file():
    film = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40
    file = keep(taken(film=film))
    assert b"ftypmp42" not in queries.open_file(file)
