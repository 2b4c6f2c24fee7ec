"""What a file is, judged by its content and never by its name."""

import io
import re
import zipfile
import zlib
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 20 * 1024 * 1024
MAX_BODY = 25 * 1024 * 1024  # of a whole form
MAX_PIXELS = 64_000_000
# PNG and WEBP are decoded whole, JPEG at the size that is kept.
MAX_PIXELS_WHOLE = 25_000_000
MAX_SIDE = 2560
MAX_SIGNATURE_BYTES = 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MIN_INK = 60  # dark pixels: a dot is not a signature
SENSITIVITIES = ("plain", "personal", "sensitive")
_PNG_URL = "data:image/png;base64,"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IMAGES = frozenset({"image/jpeg", "image/png", "image/webp"})
# Phones' own formats: ISO media files whose brand says still picture.
PHONE_PICTURES = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"})
_EXIF, _PLACE = 0x8769, 0x8825
_TAKEN, _TAKEN_CHANGED = 0x9003, 0x0132
EXTENSIONS = {
    "image/jpeg": "jpg", "image/png": "png", "image/svg+xml": "svg", "application/pdf": "pdf",
    XLSX: "xlsx", "text/csv": "csv",
}  # fmt: skip
# One picture at a time in a process: what a picture costs is bounded, so is what all cost.
_DECODING = Lock()
# What each kind of file may be.
MEDIA: dict[str, frozenset[str]] = {
    "photo": IMAGES,
    "signature": frozenset({"image/png"}),
    "scan": IMAGES | {"application/pdf"},
    "pdf": frozenset({"application/pdf"}),
    "xlsx": frozenset({XLSX}),
    "csv": frozenset({"text/csv"}),
}


class Unfit(ValueError):
    """The content cannot be kept. `code` says why: see files.queries for the sentences."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def media_type_of(content: bytes) -> str:
    """The media type by content, or "" for what is not kept, such as SVG and HTML."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return XLSX if _is_workbook(content) else ""
    return "text/csv" if _is_table(content) else ""


def is_phone_picture(content: bytes) -> bool:
    """HEIC, HEIF or AVIF, as newer phones store photographs."""
    return content[4:8] == b"ftyp" and content[8:12] in PHONE_PICTURES


def is_two_files(content: bytes, media_type: str) -> bool:
    """A picture or PDF that is a page, a program's archive or another document as well.

    Trailers that phones append (a short film, a map of depth) are none of these.
    """
    if media_type not in IMAGES | {"application/pdf"}:
        return False
    head, tail = content[:4096].lower(), content[-4096:].lower()
    pages = any(mark in part for part in (head, tail) for mark in (b"<script", b"<html", b"<?php"))
    other = b"%pdf-" in content[:1024].lower() and media_type != "application/pdf"
    return pages or other or zipfile.is_zipfile(io.BytesIO(content))


def _is_workbook(content: bytes) -> bool:
    """A plain workbook: no macros, and not one that unpacks to fill the machine."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > MAX_UNPACKED or archive.testzip():  # some part is not what it says
                return False
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return False
    return {"[Content_Types].xml", "xl/workbook.xml"} <= names and "xl/vbaProject.bin" not in names


def _is_table(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            return False
    return bool(text.strip()) and "\x00" not in text and not text.lstrip().startswith("<")


def checked(content: bytes, kind: str) -> tuple[str, bytes]:
    """Media type and the bytes to keep: pictures are drawn anew. Raises Unfit."""
    if not content:
        raise Unfit("empty")
    if len(content) > MAX_BYTES:
        raise Unfit("too_large")
    media_type = media_type_of(content)
    if is_phone_picture(content) and MEDIA[kind] & IMAGES:
        raise Unfit("phone_picture")
    if media_type not in MEDIA[kind]:
        raise Unfit("wrong_type")
    if is_two_files(content, media_type):
        raise Unfit("two_files")
    with _DECODING:
        if kind == "signature":
            return media_type, content_of_signature(content)
        if media_type in IMAGES:
            return "image/jpeg", _photograph(content)
    return media_type, content


def _opened(content: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit("too_many_pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Unfit("unreadable") from error
    most = MAX_PIXELS if picture.format == "JPEG" else MAX_PIXELS_WHOLE
    if picture.width * picture.height > most:
        raise Unfit("too_many_pixels")
    return picture


def _photograph(content: bytes) -> bytes:
    """A JPEG of at most 2560 pixels a side, upright, with no place, time or device in it."""
    picture = _opened(content)
    try:
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
        out = io.BytesIO()
        _on_white(ImageOps.exif_transpose(_small(picture))).save(
            out, "JPEG", quality=85, optimize=True
        )
    except (OSError, ValueError, SyntaxError) as error:
        raise Unfit("unreadable") from error
    return out.getvalue()


def _small(picture: Image.Image) -> Image.Image:
    """Made small before anything else: each copy of a large picture costs its whole size."""
    if max(picture.size) <= MAX_SIDE:
        return picture
    exif = picture.getexif()
    if picture.mode in {"P", "PA", "1"}:  # shrunk as they are, they lose every second line
        picture = picture.convert("RGBA")
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    picture.info["exif"] = exif.tobytes()
    return picture


@dataclass(frozen=True)
class Taken:
    """What a camera wrote: its own local time, and where it stood (degrees, WGS 84)."""

    at: datetime | None
    latitude: float | None
    longitude: float | None


def taken_of(content: bytes) -> Taken | None:
    """Time and place in a photograph as it came; None where it says neither.

    A camera's word, which anybody can change: it helps to ask, it proves nothing.
    """
    try:
        exif = _opened(content).getexif()
        moment = _moment(exif.get_ifd(_EXIF).get(_TAKEN) or exif.get(_TAKEN_CHANGED))
        place = exif.get_ifd(_PLACE)
        latitude, longitude = _degrees(place, 1, 90), _degrees(place, 3, 180)
    except (Unfit, OSError, ValueError, SyntaxError, TypeError, KeyError):
        return None
    if latitude is None or longitude is None:
        latitude = longitude = None
    return Taken(moment, latitude, longitude) if moment or latitude is not None else None


def _moment(text: object) -> datetime | None:
    found = re.match(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)", str(text or ""))
    try:
        return datetime(*map(int, found.groups())) if found else None  # type: ignore[arg-type]
    except ValueError:
        return None


def _degrees(place: dict[int, object], tag: int, most: int) -> float | None:
    """Tags 1 and 2 are latitude with N or S, 3 and 4 longitude with E or W."""
    parts = place.get(tag + 1)
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except ZeroDivisionError:
        return None
    found = degrees + minutes / 60 + seconds / 3600
    sign = -1 if str(place.get(tag)).strip("\x00") in {"S", "W"} else 1
    return round(sign * found, 6) if 0 <= found <= most else None  # NaN fails both


def _on_white(picture: Image.Image) -> Image.Image:
    if "transparency" not in picture.info and picture.mode not in {"RGBA", "LA", "PA"}:
        return picture.convert("RGB")
    drawn = picture.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(paper, drawn).convert("RGB")


def content_of_signature(content: bytes) -> bytes:
    """A grey PNG of the drawing on white. Raises Unfit, also when nothing was drawn."""
    picture = _opened(content)
    try:
        grey = _on_white(picture).convert("L")
    except (OSError, ValueError, SyntaxError) as error:
        raise Unfit("unreadable") from error
    if sum(grey.histogram()[:128]) < MIN_INK:
        raise Unfit("signature_empty")
    grey.thumbnail((MAX_SIDE, MAX_SIDE))
    out = io.BytesIO()
    grey.save(out, "PNG", optimize=True)
    return out.getvalue()


def signature_of(text: str) -> bytes:
    """The PNG in a data URL, as drawn on a canvas. Raises Unfit."""
    if not text.strip():
        raise Unfit("signature_empty")
    if not text.startswith(_PNG_URL) or len(text) > MAX_SIGNATURE_BYTES * 4 // 3:
        raise Unfit("signature_unreadable")
    try:
        content = b64decode(text.removeprefix(_PNG_URL), validate=True)
    except Base64Error as error:
        raise Unfit("signature_unreadable") from error
    if media_type_of(content) != "image/png":
        raise Unfit("signature_unreadable")
    return content_of_signature(content)
