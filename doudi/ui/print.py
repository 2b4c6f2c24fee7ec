"""Printed pages: Typst templates of any module, with data as JSON, to PDF.

Templates are files of the program; input never becomes Typst source, only values in it.
"""

import io
import json
import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import segno
import typst
from PIL import Image, ImageOps

from doudi.ui.context import hotline
from doudi.ui.glyphs import characters_of

ROOT = Path(__file__).resolve().parent.parent
FONT_DIR = Path(pylopdf_fonts_zh_cn.__file__).resolve().parent
FONT_FILE = FONT_DIR / "NotoSansSC-Regular.otf"

# A compiler is not thread-safe, the fonts are; so one compiler a thread, one set of fonts.
_of_thread = threading.local()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_DIR]
    )


def render_pdf(
    template: Path, data: dict[str, Any], *, at: datetime, images: dict[str, bytes] | None = None
) -> bytes:
    """The PDF of a template below the package `doudi`; the same input gives the same bytes.

    `data` must be plain JSON values, to which `hotline` is added; `at` is printed nowhere but kept
    as the file's moment; `images` (PNG, JPEG or SVG) are shown with `picture(name)`. Raises
    typst.TypstError when the template and the data do not fit. The file is PDF/A-2b, for the
    archive, unless a character has no glyph (see `missing_glyphs`), which that standard forbids.
    """
    inputs = {
        "data": json.dumps(data | {"hotline": hotline()}, ensure_ascii=False),
        "images": json.dumps({name: list(blob) for name, blob in (images or {}).items()}),
    }
    pdf = _compiler().compile(
        input=template.resolve(),
        format="pdf",
        sys_inputs=inputs,
        timestamp=int(at.timestamp()),
        pdf_standards=[] if missing_glyphs(inputs["data"]) else ["a-2b"],
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"{template.name} gave no single PDF")
    return pdf


def _compiler() -> typst.Compiler:
    compiler: typst.Compiler | None = getattr(_of_thread, "compiler", None)
    if compiler is None:
        compiler = _of_thread.compiler = typst.Compiler(root=ROOT, font_paths=_fonts())
    return compiler


def qr_svg(text: str) -> str:
    """A QR code as SVG text, with the quiet margin scanners need; error correction M."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()


def thumbnail(picture: bytes, *, pixels: int) -> bytes:
    """A small JPEG of a photograph or scan for a printed page; on white where it is see-through.

    `pixels` bounds the longer side. Raises OSError for what is no picture.
    """
    with Image.open(io.BytesIO(picture)) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGBA")
    image.thumbnail((pixels, pixels))
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image.getchannel("A"))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=68)
    return out.getvalue()


def missing_glyphs(text: str) -> set[str]:
    """Characters that the print font lacks and a PDF would silently leave blank.

    Rare characters occur in names: the page has to say so and leave room for the pen.
    """
    return {char for char in text if not char.isspace() and ord(char) not in _known_characters()}


@cache
def _known_characters() -> frozenset[int]:
    return characters_of(FONT_FILE)
