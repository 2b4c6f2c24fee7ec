"""The short code of a printed sheet, as a person types it, and its photograph as a signature."""

import io
import secrets

from PIL import Image, ImageOps, UnidentifiedImageError

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
LENGTH = 8  # the last one checks the others
MAX_SIDE = 1800


def new_code() -> str:
    first = "".join(secrets.choice(LETTERS) for _ in range(LENGTH - 1))
    return first + check_letter(first)


def check_letter(first: str) -> str:
    total = sum((2 * index + 3) * LETTERS.index(letter) for index, letter in enumerate(first))
    return LETTERS[total % len(LETTERS)]


def read_code(text: str) -> str:
    """The code in one spelling, '' when it cannot be one: a letter was misread."""
    plain = "".join(letter for letter in text.upper() if letter.isalnum())
    if len(plain) != LENGTH or not set(plain) <= set(LETTERS):
        return ""
    return plain if check_letter(plain[:-1]) == plain[-1] else ""


def shown(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def as_signature(content: bytes) -> bytes:
    """A photographed sheet as the PNG that a letter keeps. Raises ValueError for no picture."""
    try:
        picture = ImageOps.exif_transpose(
            Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        ).convert("L")
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
    except (Image.DecompressionBombError, UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError("no picture") from error
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
