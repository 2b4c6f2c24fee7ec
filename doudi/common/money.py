"""Money is integer fen everywhere; these two functions are the only doors to yuan."""

import re
from decimal import Decimal

from doudi.common.refusals import Refusal

LARGEST_FEN = 9_000_000_000_000_00
_YUAN = re.compile(r"-?\d{1,13}(\.\d{1,2})?")


def yuan(fen: int) -> str:
    """156000 → '1,560.00'."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def parse_yuan(text: str) -> int:
    """Fen of an amount typed in yuan ('1,560.5', full-width digits allowed).

    Raises Refusal when the text is no amount with at most two decimals.
    """
    plain = text.strip().translate(_FULL_WIDTH).replace(",", "").removesuffix("元").strip()
    if not _YUAN.fullmatch(plain):
        raise Refusal("money.unreadable", "请填写金额，例如 1560 或 1560.50，最多两位小数。")
    return int(Decimal(plain) * 100)


_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
