"""Money, months, identity numbers: readings and roundings that must not drift."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.common import identity, money, months
from doudi.common.refusals import Refusal


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1560", 156_000), ("1,560.5", 156_050), (" 0.01 ", 1), ("１，５６０．５０元", 156_050),
        ("-3.2", -320), ("－3", -300), ("0", 0), ("9999999999999.99", 999_999_999_999_999),
    ],
)  # fmt: skip
def test_yuan_are_read(text, fen):
    assert money.parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text", ["", "元", "1.005", "1e3", "abc", "1.", ".5", "--1", "1 2", "12345678901234", "NaN"]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Refusal) as caught:
        money.parse_yuan(text)
    assert caught.value.code == "money.unreadable"


@given(st.integers(-money.LARGEST_FEN // 10, money.LARGEST_FEN // 10))
def test_yuan_and_back(fen):
    assert money.parse_yuan(money.yuan(fen)) == fen


def test_yuan_are_written():
    assert [money.yuan(n) for n in (0, 5, -5, 156_000, -123_456_789)] == [
        "0.00", "0.05", "-0.05", "1,560.00", "-1,234,567.89",
    ]  # fmt: skip


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-600, 600))
def test_months_go_and_come_back(day, count):
    month = months.month_of(day)
    assert months.add_months(months.add_months(month, count), -count) == month


def test_the_same_day_or_the_last():
    assert months.same_day_in(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months.same_day_in(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months.same_day_in(date(2026, 11, 30), 12) == date(2027, 11, 30)


def test_someone_of_29_february_is_older_on_the_28th_of_common_years():
    born = date(1960, 2, 29)  # domain vector 13
    assert months.age_on(born, date(2020, 2, 28)) == 59
    assert months.age_on(born, date(2020, 2, 29)) == 60
    assert months.age_on(born, date(2021, 2, 27)) == 60
    assert months.age_on(born, date(2021, 2, 28)) == 61


@pytest.mark.parametrize(
    ("text", "born", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), "F"),
        ("11010519491231002x", date(1949, 12, 31), "F"),
        ("34052419800101001X", date(1980, 1, 1), "M"),
        ("320404196002290013", date(1960, 2, 29), "M"),
        ("430902200806150023", date(2008, 6, 15), "F"),
        ("320412202402290045", date(2024, 2, 29), "F"),
        ("３２０４０４１９６００２２９００１３", date(1960, 2, 29), "M"),
        ("320404 19600229 0013", date(1960, 2, 29), "M"),
    ],
)
def test_identity_numbers_of_the_handbook(text, born, sex):
    found = identity.read_identity_number(text)
    assert (found.born_on, found.sex, found.check_digit_fits) == (born, sex, True)


def test_fifteen_digits_become_eighteen():
    found = identity.read_identity_number("320404600229001")
    assert (found.text, found.sex) == ("320404196002290013", "M")
    old = identity.read_identity_number("110105981231997")  # serial 997: born before 1900
    assert old.born_on == date(1898, 12, 31)
    assert old.check_digit_fits


def test_a_wrong_check_digit_is_a_remark_and_no_refusal():
    assert not identity.read_identity_number("110105194912310021").check_digit_fits


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "identity.unreadable"), ("12345", "identity.unreadable"),
        ("11010519491231X02X", "identity.unreadable"),
        ("110105194913310021", "identity.impossible_date"),
        ("110105190002290021", "identity.impossible_date"),
        ("110105000013450021", "identity.impossible_date"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(text, code):
    with pytest.raises(Refusal) as caught:
        identity.read_identity_number(text)
    assert caught.value.code == code


def test_phones_and_accounts():
    assert identity.read_mobile("+86 138-0013-8000") == "13800138000"
    assert identity.read_mobile("１３８００１３８０００") == "13800138000"
    for text in ("12800138000", "1380013800", "073712345678", ""):
        with pytest.raises(Refusal):
            identity.read_mobile(text)
    assert identity.read_account_number("6217 0012 3456 7890 123") == "6217001234567890123"
    for text in ("1234567", "6217-00X", "1" * 33):
        with pytest.raises(Refusal):
            identity.read_account_number(text)
    assert identity.luhn_fits("4539578763621486")
    assert not identity.luhn_fits("4539578763621487")


def test_masks():
    assert identity.mask_name("刘桂英") == "刘*英"
    assert identity.mask_name("张三") == "张*"
    assert identity.mask_name("欧阳建国") == "欧**国"
    assert identity.mask_name("李") == "李*"
    assert identity.mask_number("11010519491231002X") == "110105********002X"
