"""Pictures drawn for tests."""

import base64
import io

from PIL import Image, ImageDraw


def png(draw: bool = True, size: tuple[int, int] = (300, 120), mode: str = "RGBA") -> bytes:
    picture = Image.new(mode, size)
    if draw:
        ImageDraw.Draw(picture).line([(20, 20), (150, 90), (280, 30)], fill=(0, 0, 0), width=4)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def jpeg(size: tuple[int, int] = (640, 480), *, place: bool = True) -> bytes:
    """A photograph; with `place` it says where, when and with what it was taken."""
    exif = Image.Exif()
    if place:
        exif[0x0110] = "Phone X"
        exif[0x0112] = 6  # turned by 90 degrees
        exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def signature(draw: bool = True) -> str:
    """The data URL that a canvas gives."""
    return "data:image/png;base64," + base64.b64encode(png(draw)).decode()


def taken(latitude: float = 28.5, longitude: float = 112.25, *, film: bytes = b"") -> bytes:
    """A photograph of 2026-09-07 15:20 taken there; `film`: what a phone appends to it."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:09:07 15:20:30"
    place = exif.get_ifd(0x8825)
    place[1], place[3] = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
    place[2], place[4] = (_dms(abs(one)) for one in (latitude, longitude))
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue() + film


def _dms(degrees: float) -> tuple[float, float, float]:
    whole = int(degrees)
    return float(whole), (degrees - whole) * 60, 0.0


def heic(brand: bytes = b"heic") -> bytes:
    """The head of what newer phones store."""
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1heic" + bytes(2000)
