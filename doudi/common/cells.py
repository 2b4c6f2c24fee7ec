"""Text in the cells of a CSV that somebody opens in a spreadsheet: never a formula."""

SIGNS = "=+-@\t\r\n＝＋－＠"
"""What a spreadsheet reads as the beginning of a formula; the wide ones where Chinese is typed."""


def plain(text: str) -> str:
    """The text as it is, with an apostrophe before what would begin a formula."""
    return f"'{text}" if text[:1] in SIGNS and text else text


def without_signs(text: str) -> str:
    """For a table that a program reads cell by cell: the signs are left out, nothing is added.

    No name of a person or a bank begins with one, so such a name stays byte for byte.
    """
    return text.lstrip(SIGNS + " ")
