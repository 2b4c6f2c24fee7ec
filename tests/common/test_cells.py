"""No cell of an exported table begins a formula; what the bank reads stays what it was."""

import csv
import io
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from doudi.common.cells import SIGNS, plain, without_signs
from doudi.payments.rules.bank_files import OutRow, as_csv
from doudi.payments.rules.raises import Stamp, list_csv

PARTS = [*SIGNS, " ", "'", '"', ",", "刘", "A1", "cmd|"]
WORDS = st.lists(st.sampled_from(PARTS), max_size=8).map("".join)


def cells(content: bytes, encoding: str) -> list[str]:
    table = csv.reader(io.StringIO(content.decode(encoding), newline=""))
    return [cell for row in table for cell in row]


@given(WORDS)
@example("=cmd|' /C calc'!A0")
@example("＝1+1")
def test_an_exported_list_holds_no_formula(word):
    stamp = Stamp(word, "长春镇", "2026-09-22 15:00", word)
    found = cells(list_csv([[word, "官楼坪村"]], stamp), "utf-8-sig")
    assert not [cell for cell in found if cell[:1] and cell[0] in SIGNS]
    assert plain(word) in found


@given(WORDS, WORDS)
@example("=HYPERLINK(1)", "\t@SUM(A1)")
def test_a_bank_file_holds_no_formula(holder, bank):
    row = OutRow("R1", holder, "6217001234567890123", bank, 50_000, "最低生活保障")
    found = cells(as_csv([row]), "gb18030")
    assert not [cell for cell in found if cell[:1] and cell[0] in SIGNS]


@given(st.text(st.characters(categories=["Lo", "Lu"]), min_size=1, max_size=12))
def test_names_reach_the_bank_as_they_are(name):
    assert without_signs(name) == name
    row = OutRow("R1", name, "6217001234567890123", f"{name}银行", 50_000, "最低生活保障")
    assert f",{name},6217001234567890123,{name}银行,500.00," in as_csv([row]).decode("gb18030")


def test_a_day_and_a_month_stay_as_they_are():
    assert plain(f"{date(2026, 9, 1):%Y-%m}") == "2026-09"
