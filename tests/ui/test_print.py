"""PDFs as a reader gets them: text, title, language, the same bytes twice."""

import io
import re
import shutil
import subprocess
import threading
from datetime import UTC, datetime

import pytest
from PIL import Image, ImageDraw

from doudi.ui.print import ROOT, missing_glyphs, qr_svg, render_pdf

AT = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
TEMPLATE = ROOT / "ui" / "print" / "gallery.typ"


def data(name: str = "刘桂英") -> dict[str, object]:
    return {
        "title": "组件样张",
        "office": "资阳区民政局",
        "on": "2026 年 11 月 18 日",
        "number": "资民低 2026-000001",
        "name": name,
        "fen": 123_456_789,
        "lines": [
            {"label": "基本补差", "fen": 78_200, "note": "按户进位到元"},
            {"label": "扣减", "fen": -5},
            {"label": "每月合计", "fen": 78_195, "total": True},
        ],
        "members": [["陈建国", "配偶", "0.00"]] * 3,
        "qr": qr_svg("https://example.invalid/check/abc"),
    }


def text_of(pdf: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode().replace(" ", "")


def signature() -> bytes:
    image = Image.new("RGB", (200, 80), "white")
    ImageDraw.Draw(image).line((10, 60, 190, 20), fill="navy", width=4)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_pdf_carries_the_words_office_and_page_numbers():
    text = text_of(render_pdf(TEMPLATE, data(), at=AT, images={"signature": signature()}))
    for words in ("刘桂英", "1,234,567.89", "−0.05", "资阳区民政局", "资民低2026-000001"):
        assert words in text
    assert "第1页/共1页" in text


def test_each_page_of_a_pdf_names_the_hotline(settings):
    settings.DOUDI_HOTLINE = "0737-96115"
    long = data() | {"members": [["陈建国", "配偶", "0.00"]] * 80}
    pages = text_of(render_pdf(TEMPLATE, long, at=AT)).split("\f")[:-1]
    assert len(pages) > 1
    assert [n for n, page in enumerate(pages) if "社会救助服务热线0737-96115" not in page] == []


def test_every_printed_page_has_the_same_foot():
    """What prints a page of its own would lack number, office and hotline."""
    pages = {one for one in ROOT.rglob("print/*.typ") if "/ui/print/base.typ" in one.read_text()}
    framed = {one for one in pages if re.search(r"\bpage_of(\.with)?\(", one.read_text())}
    through = {one for one in pages if "certificate_page.typ" in one.read_text()}
    parts = {ROOT / "applications" / "print" / "sheet.typ"}
    assert pages - framed - through == parts
    assert all(one.name == "base.typ" or one in pages for one in ROOT.rglob("print/*.typ"))


def test_same_input_gives_the_same_bytes():
    assert render_pdf(TEMPLATE, data(), at=AT) == render_pdf(TEMPLATE, data(), at=AT)


def test_pdf_names_its_language_and_title():
    pdf = render_pdf(TEMPLATE, data(), at=AT)
    assert b"/Lang(zh-CN)" in pdf
    assert b"/Title" in pdf


def test_text_from_outside_stays_text():
    text = text_of(render_pdf(TEMPLATE, data('#read("/etc/passwd") *x*'), at=AT))
    assert '#read("/etc/passwd")*x*' in text


def test_image_is_in_the_file():
    without = render_pdf(TEMPLATE, data(), at=AT)
    assert len(render_pdf(TEMPLATE, data(), at=AT, images={"signature": signature()})) > len(
        without
    )


def test_long_lists_run_over_pages_with_their_head():
    many = data() | {"members": [["陈建国", "配偶", "0.00"]] * 90}
    text = text_of(render_pdf(TEMPLATE, many, at=AT))
    assert "共4页" in text
    assert text.count("关系") >= 3


def test_threads_print_at_once():
    pdfs: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: pdfs.append(render_pdf(TEMPLATE, data(), at=AT)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(pdfs)) == 1
    assert len(pdfs) == 3


def test_missing_glyphs_are_named_and_still_print():
    assert missing_glyphs("刘桂英 䶮㛃 12") == set()
    assert missing_glyphs("𠮷田") == {"𠮷"}
    assert render_pdf(TEMPLATE, data("𠮷田"), at=AT).startswith(b"%PDF")


def test_qr_is_svg():
    assert qr_svg("abc").startswith("<svg")
