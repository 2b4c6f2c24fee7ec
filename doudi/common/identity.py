"""Identity numbers (GB 11643-1999), mobile numbers, bank cards: reading and remarks.

A readable but remarkable number (wrong check digit) is no refusal: `check_digit_fits` lets the
caller note a remark (the door is open).
"""

import re
from dataclasses import dataclass
from datetime import date

from doudi.common.refusals import Refusal

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_TO_ASCII = str.maketrans("０１２３４５６７８９ｘＸ", "0123456789XX")


@dataclass(frozen=True)
class IdentityNumber:
    """A normalised 18-character number."""

    text: str
    born_on: date
    sex: str  # "M" or "F"
    check_digit_fits: bool


def check_digit(first17: str) -> str:
    total = sum(w * int(d) for w, d in zip(_WEIGHTS, first17, strict=True))
    return _CHECKS[total % 11]


def read_identity_number(text: str) -> IdentityNumber:
    """Normalises full-width digits, spaces, x and 15-digit numbers.

    Raises Refusal when it is no number at all or its birth date does not exist.
    """
    plain = re.sub(r"[\s-]", "", text.translate(_TO_ASCII)).upper()
    if re.fullmatch(r"\d{15}", plain):
        # serials 996-999 of the 15-digit era were given to people born before 1900
        century = "18" if plain[12:] >= "996" else "19"
        first17 = plain[:6] + century + plain[6:]
        plain = first17 + check_digit(first17)
    if not re.fullmatch(r"\d{17}[\dX]", plain):
        raise Refusal("identity.unreadable", "身份证号码应为 18 位，最后一位可以是 X，请核对。")
    born_on = _birth_date(plain[6:14])
    sex = "M" if int(plain[16]) % 2 else "F"
    return IdentityNumber(plain, born_on, sex, check_digit(plain[:17]) == plain[17])


def _birth_date(eight: str) -> date:
    try:
        return date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        raise Refusal(
            "identity.impossible_date", "身份证号码第 7 至 14 位不是真实的出生日期，请核对。"
        ) from None


def read_mobile(text: str) -> str:
    """An 11-digit mainland mobile number. Raises Refusal."""
    plain = re.sub(r"[\s-]", "", text.translate(_TO_ASCII)).removeprefix("+86")
    if not re.fullmatch(r"1[3-9]\d{9}", plain):
        raise Refusal("mobile.unreadable", "手机号码应为 11 位数字，以 1 开头，请核对。")
    return plain


def read_account_number(text: str) -> str:
    """A bank account or card number of 8 to 32 digits. Raises Refusal."""
    plain = re.sub(r"[\s-]", "", text.translate(_TO_ASCII))
    if not re.fullmatch(r"\d{8,32}", plain):
        raise Refusal("account.unreadable", "银行账号应为 8 至 32 位数字，请对照存折或卡核对。")
    return plain


def luhn_fits(digits: str) -> bool:
    """Whether a card number's last digit fits; bank books often have none, so only a remark."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        value = int(char) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def mask_number(text: str) -> str:
    return f"{text[:6]}{'*' * max(0, len(text) - 10)}{text[-4:]}"


def mask_name(name: str) -> str:
    """刘桂英 → 刘*英, 张三 → 张*."""
    if len(name) <= 2:
        return name[:1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]
