"""Photographs and signatures of the demo, drawn; nobody was photographed."""

import io

from PIL import Image, ImageDraw


def signature(seed: int) -> bytes:
    """A stroke that differs by person, as PNG."""
    picture = Image.new("RGB", (420, 160), "white")
    pen = ImageDraw.Draw(picture)
    points = [(20 + 38 * n, 80 + ((seed * 7 + n * n * 13) % 90) - 45) for n in range(10)]
    pen.line(points, fill=(20, 30, 60), width=5, joint="curve")
    return _bytes(picture, "PNG")


def photograph(seed: int) -> bytes:
    """A plain house under a sky, as JPEG."""
    picture = Image.new("RGB", (960, 720), (196, 214, 232))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 460, 960, 720), fill=(150, 160, 110))
    left = 180 + seed * 37 % 240
    pen.rectangle((left, 280, left + 420, 560), fill=(226, 214, 196))
    pen.polygon([(left - 30, 290), (left + 210, 160), (left + 450, 290)], fill=(120, 70, 50))
    pen.rectangle((left + 170, 400, left + 250, 560), fill=(90, 60, 45))
    return _bytes(picture, "JPEG")


def _bytes(picture: Image.Image, kind: str) -> bytes:
    memory = io.BytesIO()
    picture.save(memory, kind)
    return memory.getvalue()
