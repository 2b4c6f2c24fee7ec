"""Files as an attacker would send them: each gets a sentence or is made harmless, none a fault."""

import io
import os
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from PIL import Image

from doudi.applications.queries.items import awaited
from doudi.files import queries, rules
from doudi.files.middleware import Uploads
from doudi.files.models import File
from tests.factories import accounts, applications, decisions
from tests.factories.pictures import heic, jpeg, png, taken

pytestmark = pytest.mark.django_db
PAGE = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
GIF_JS = b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//"


def packed(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def workbook_bomb(mebibytes: int = 201) -> bytes:
    """A workbook whose only sheet is nothing but zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", b"")
        archive.writestr("xl/workbook.xml", b"")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(mebibytes):
                sheet.write(bytes(1024 * 1024))
    return out.getvalue()


def lying_workbook() -> bytes:
    """Says of its sheet that it is short; unpacked it is ten times that."""
    whole = bytearray(workbook_bomb(1))
    size, lie = (1024 * 1024).to_bytes(4, "little"), (100 * 1024).to_bytes(4, "little")
    return bytes(whole.replace(size, lie))


def wide_png() -> bytes:
    out = io.BytesIO()
    Image.new("1", (5001, 5001)).save(out, "PNG")
    return out.getvalue()


def pdf_bomb() -> bytes:
    """A stream that unpacks to 50 MB, as a PDF reader would; we keep it and never unpack it."""
    stream = zlib.compress(bytes(50 * 1024 * 1024))
    head = b"%%PDF-1.7\n1 0 obj\n<</Length %d/Filter/FlateDecode>>stream\n" % len(stream)
    return head + stream + b"\nendstream endobj\n%%EOF"


# name → content (or what makes it), kind, reason
HOSTILE: dict[str, tuple[Any, str, str]] = {
    "empty": (b"", "scan", "empty"),
    "one byte": (b"\xff", "scan", "wrong_type"),
    "head alone": (b"\xff\xd8\xff", "scan", "unreadable"),
    "half a photograph": (jpeg()[:700], "scan", "unreadable"),
    "half a PNG": (png()[:60], "scan", "unreadable"),
    "over 20 MB": (lambda: jpeg() + bytes(rules.MAX_BYTES), "scan", "too_large"),
    "PNG of 25 million pixels and more": (wide_png, "scan", "too_many_pixels"),
    "page as photograph": (PAGE, "scan", "wrong_type"),
    "SVG with a script": (SVG, "scan", "wrong_type"),
    "GIF that is a script": (GIF_JS, "scan", "wrong_type"),
    "PDF that is a page": (b"%PDF-1.7\n" + PAGE, "scan", "two_files"),
    "page that is a PDF": (PAGE + b"%PDF-1.7", "scan", "wrong_type"),
    "JPEG that is an archive": (jpeg() + packed(("a.html", PAGE)), "scan", "two_files"),
    "PNG with a page behind": (png() + PAGE, "scan", "two_files"),
    "program": (b"MZ" + bytes(500), "scan", "wrong_type"),
    "ELF": (b"\x7fELF" + bytes(500), "scan", "wrong_type"),
    "archive": (packed(("../../etc/passwd", b"x")), "scan", "wrong_type"),
    "phone's own format": (heic(), "scan", "phone_picture"),
    "workbook that unpacks to 201 MB": (workbook_bomb, "xlsx", "wrong_type"),
    "workbook that lies about its size": (lying_workbook(), "xlsx", "wrong_type"),
    "table that is a page": (PAGE, "csv", "wrong_type"),
    "table with NUL": (b"a,b\n\x00,1\n", "csv", "wrong_type"),
}
NAMES = [
    "../../../etc/passwd.jpg", "C:\\windows\\a.jpg", "a\u202egpj.exe", "\u200f照片.jpg",
    ".htaccess", "a" * 300 + ".jpg", "photo.jpg;.php", "CON.jpg", "a\nb.jpg",
    "'; DROP TABLE files_file;--.jpg",
]  # fmt: skip


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DOUDI_FILES = tmp_path / "files"
    return settings.DOUDI_FILES


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_with_a_sentence(name: str) -> None:
    content, kind, code = HOSTILE[name]
    content = content() if callable(content) else content
    with pytest.raises(rules.Unfit) as unfit:
        rules.checked(content, kind)
    assert unfit.value.code == code
    assert queries.refusal(code).sentence


@pytest.fixture
def door() -> tuple[Client, str]:
    """A citizen signed in, and the address where the paper that the town waits for is brought."""
    made = applications.with_items()
    client = Client(raise_request_exception=False)
    client.force_login(made.started_by)
    item = awaited(made)[0]
    return client, reverse("applications_later_upload", args=[made.key, item.pk])


def bring(door: tuple[Client, str], content: bytes, name: str = "a.jpg") -> HttpResponse:
    client, path = door
    return client.post(path, {"file": SimpleUploadedFile(name, content, content_type="image/jpeg")})


def test_each_is_refused_at_the_door_too(door) -> None:
    for name, (content, kind, code) in HOSTILE.items():
        if kind != "scan":
            continue
        content = content() if callable(content) else content
        before = File.objects.count()
        answer = bring(door, content)
        assert answer.status_code in {200, 409, 413, 422}, name
        assert File.objects.count() == before, name
        sentence = queries.refusal(code).sentence
        said = answer.content.decode()
        assert sentence in said or (code == "empty" and "空" in said), name


def test_forty_megabytes_are_refused_before_they_are_read(door) -> None:
    answer = bring(door, b"\xff\xd8\xff" + os.urandom(1024) * 40_960)
    assert answer.status_code == 413
    assert queries.refusal("too_large").sentence in answer.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_never_used(door, folder: Path, name: str) -> None:
    before = File.objects.count()
    answer = bring(door, jpeg(), name)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert File.objects.count() == before + 1
    for path in folder.rglob("*"):
        if path.is_file():
            assert len(path.name) == 64
            assert path.parent.parent == folder


def test_a_pdf_that_unpacks_to_fill_a_machine_is_kept_as_it_is() -> None:
    content = pdf_bomb()
    assert rules.checked(content, "pdf") == ("application/pdf", content)


@pytest.mark.parametrize("side", [640, 3000])
def test_place_and_time_do_not_leave_with_the_picture(side: int) -> None:
    picture = Image.new("RGB", (side, side // 2), "teal")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010E] = "陈秀兰家"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    _, kept = rules.checked(out.getvalue(), "photo")
    shown = Image.open(io.BytesIO(kept))
    assert shown.height > shown.width, "upright, also where it was made smaller"
    assert not shown.getexif()
    assert "陈秀兰".encode() not in kept
    assert b"2026:09:07" not in rules.checked(taken(), "photo")[1]


PEAK = """
import sys
from pathlib import Path
from doudi.files import rules
content = open(sys.argv[1], "rb").read()
try:
    rules.checked(content, "photo")
except rules.Unfit:
    pass
status = Path("/proc/self/status").read_text()
print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""


def transparent() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (5000, 5000), (1, 2, 3, 4)).save(out, "PNG")
    return out.getvalue()


def large_jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8000, 8000), "teal").save(out, "JPEG", progressive=True)
    return out.getvalue()


@pytest.mark.parametrize("make", [transparent, large_jpeg])
def test_the_largest_picture_that_is_taken_needs_a_bounded_memory(make, tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(make())
    asked = [sys.executable, "-c", PEAK, str(tmp_path / "picture")]
    if not Path("/proc/self/status").exists():
        return  # only Linux says it
    said = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert int(said.stdout) < 600, "megabytes"


@pytest.mark.parametrize(
    ("media_type", "disposition", "boxed"),
    [
        ("image/jpeg", "inline; filename=", True),
        ("image/svg+xml", "inline; filename=", True),
        ("application/pdf", "inline; filename=", False),
        ("text/csv", "attachment; filename=", True),
        (rules.XLSX, "attachment; filename=", True),
        ("application/octet-stream", "attachment; filename=", True),
    ],
)
def test_what_is_served_as_a_file_runs_nothing(media_type, disposition, boxed) -> None:
    served = Uploads(lambda _: HttpResponse(b"x", content_type=media_type))
    answer = served(RequestFactory().get("/"))
    assert answer["Content-Disposition"].startswith(disposition)
    assert ("sandbox" in answer.get("Content-Security-Policy", "")) is boxed


def test_a_page_is_left_as_it_is() -> None:
    answer = Uploads(lambda _: HttpResponse("x"))(RequestFactory().get("/"))
    assert "Content-Disposition" not in answer


def test_a_photograph_of_the_posting_is_served_with_name_and_policy(settings, tmp_path) -> None:
    settings.DOUDI_FILES = tmp_path
    case = decisions.ready()
    decisions.opinion(case)
    posting = decisions.hung(decisions.prepared(case), case)
    client = Client()
    accounts.sign_in(client, case.leader)
    answer = client.get(reverse("decisions_photo", args=[posting.key]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"] == 'inline; filename="doudi.jpg"'
