"""The bank's two files: what we send, and what it answers. Pure: bytes in, rows out.

Sent: CSV in GB18030 (what counter software of banks opens) and XLSX with the same rows. The
answer is either format with at least the columns 业务参考号 and 处理结果.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import python_calamine
import xlsxwriter

from doudi.common.cells import without_signs
from doudi.common.money import yuan

COLUMNS = ("序号", "业务参考号", "户名", "账号", "开户行", "金额（元）", "用途")
SUCCEEDED = {"成功", "已入账", "S", "SUCCESS"}
FAILED = {"失败", "退票", "F", "FAIL"}
LARGEST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 200_000
MOST_UNPACKED = 200 * 1024 * 1024
SHOWN_FAULTS = 20
_REFERENCE, _RESULT = "业务参考号", "处理结果"
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_AMOUNT = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2})0*)?")
_CELL = re.compile(rb'<c [^>]{0,80}?r="([A-Z]{1,3})([0-9]{1,7})"')


@dataclass(frozen=True)
class OutRow:
    """One payment to the bank; amount in fen, text columns never read as numbers."""

    reference: str
    holder: str
    account: str
    bank: str
    amount_fen: int
    purpose: str


@dataclass(frozen=True)
class BackRow:
    """The bank's answer about one reference. `row` is the line in its file, for messages."""

    row: int
    reference: str
    paid: bool
    reason: str
    amount_fen: int | None
    on: date | None


@dataclass(frozen=True)
class Fault:
    """A row of the answer that cannot be used, and the sentence that says why."""

    row: int
    why: str


class BadFile(ValueError):
    """The return file cannot be used; `lines` says why, one sentence per fault."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def shortened(faults: list[str]) -> str:
    """The first faults, one a line, and how many more there are."""
    more = len(faults) - SHOWN_FAULTS
    rest = [f"另外还有 {more} 处。"] if more > 0 else []
    return "\n".join([*faults[:SHOWN_FAULTS], *rest])


def as_csv(rows: list[OutRow]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(n, row) for n, row in enumerate(rows, start=1))
    return text.getvalue().encode("gb18030")


def as_xlsx(rows: list[OutRow], *, made_at: datetime) -> bytes:
    """Account numbers are text cells: spreadsheets would round them as numbers."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    book.set_properties({"created": made_at.replace(tzinfo=None)})
    sheet = book.add_worksheet("代发明细")
    text = book.add_format({"num_format": "@"})
    sheet.set_column(0, 6, 20)
    for column, title in enumerate(COLUMNS):
        sheet.write_string(0, column, title)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(_cells(number, row)):
            sheet.write_string(number, column, str(cell), text)
    book.close()
    return memory.getvalue()


def _cells(number: int, row: OutRow) -> tuple[str, ...]:
    amount = yuan(row.amount_fen).replace(",", "")
    holder, bank = without_signs(row.holder), without_signs(row.bank)
    return (str(number), row.reference, holder, row.account, bank, amount, row.purpose)


def read_return(content: bytes) -> tuple[list[BackRow], list[Fault]]:
    """The answers in a CSV (GB18030 or UTF-8) or XLSX file, and the rows that cannot be read.

    Raises BadFile when the file as a whole cannot be read.
    """
    if len(content) > LARGEST_BYTES:
        raise BadFile(["回盘文件超过 20 MB，请向银行分批索取。"])
    table = _table(content)
    if not any(str(cell).strip() for row in table for cell in row):
        raise BadFile(["回盘文件是空的，请重新向银行索取。"])
    head = [_title(cell) for cell in table[0]]
    missing = [name for name in (_REFERENCE, _RESULT) if name not in head]
    if missing:
        raise BadFile([f"回盘文件第 1 行缺少列：{'、'.join(missing)}。"])
    rows, faults = _rows(head, table[1:])
    if not rows and not faults:
        raise BadFile(["回盘文件只有标题，没有明细，请重新向银行索取。"])
    return rows, faults


def _table(content: bytes) -> list[list[Any]]:
    if content[:2] == b"PK":
        return _xlsx_table(content)
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise BadFile(["这是旧版 XLS 文件，请另存为 XLSX 或 CSV 后再登记。"])
    return _csv_table(content)


def _title(cell: Any) -> str:
    return str(cell).strip().replace("(", "（").replace(")", "）")


def _rows(head: list[str], body: list[list[Any]]) -> tuple[list[BackRow], list[Fault]]:
    rows: list[BackRow] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, cells in enumerate(body, start=2):
        if not any(str(cell).strip() for cell in cells):
            continue
        record = dict(zip(head, cells, strict=False))
        try:
            row = _row(number, record)
            if row.reference in seen:
                raise BadFile([f"第 {number} 行：业务参考号 {row.reference[:40]} 重复出现。"])
        except BadFile as fault:
            faults += [Fault(number, why) for why in fault.lines]
            continue
        seen.add(row.reference)
        rows.append(row)
    return rows, faults


def _row(number: int, record: dict[str, Any]) -> BackRow:
    reference = str(record.get(_REFERENCE, "")).strip()
    result = str(record.get(_RESULT, "")).strip().upper()
    if not reference:
        raise BadFile([f"第 {number} 行：没有业务参考号。"])
    if result not in SUCCEEDED | FAILED:
        raise BadFile([f"第 {number} 行：处理结果“{result[:20]}”看不懂，应为“成功”或“失败”。"])
    reason = str(record.get("失败原因", "") or "").strip()[:120]
    return BackRow(
        row=number,
        reference=reference,
        paid=result in SUCCEEDED,
        reason=reason,
        amount_fen=_amount(number, record.get("金额（元）")),
        on=_day(number, record.get("入账日期")),
    )


def _amount(number: int, cell: Any) -> int | None:
    text = str(cell).replace(",", "").strip() if cell not in (None, "") else ""
    if not text:
        return None
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise BadFile([f"第 {number} 行：金额“{text[:20]}”看不懂。"])
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _day(number: int, cell: Any) -> date | None:
    if cell in (None, ""):
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip().removesuffix(".0").partition(" ")[0]
    try:
        found = _DAY.fullmatch(text)
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise BadFile([f"第 {number} 行：入账日期“{text[:20]}”应写成 2026-10-08。"])


def _xlsx_table(content: bytes) -> list[list[Any]]:
    try:
        _check_extent(content)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return list(book.get_sheet_by_index(0).to_python(skip_empty_area=False))
    except BadFile:
        raise
    except Exception as error:  # calamine's errors share no base class
        raise BadFile(["这个 XLSX 文件打不开，请重新向银行索取。"]) from error


def _check_extent(content: bytes) -> None:
    """The reader lays out every cell up to the last: a stray far one would fill the machine."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        too_much = sum(part.file_size for part in parts) > MOST_UNPACKED
        sheets = [part for part in parts if part.filename.startswith("xl/worksheets/")]
        if too_much or any(_is_far(archive.read(part)) for part in sheets):
            raise BadFile([f"回盘文件超过 {MOST_ROWS} 行或 26 列，请删去多余的行列后再登记。"])


def _is_far(sheet: bytes) -> bool:
    cells = _CELL.finditer(sheet)
    return any(len(cell[1]) > 1 or int(cell[2]) > MOST_ROWS for cell in cells)


def _csv_table(content: bytes) -> list[list[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            continue
        try:
            return [list(row) for row in csv.reader(io.StringIO(text, newline=""))]
        except csv.Error as error:
            raise BadFile(["这个 CSV 文件打不开：引号不成对，或一格太长。"]) from error
    raise BadFile([f"回盘文件第 {line} 行有无法识别的文字，请用 GB18030 或 UTF-8 编码。"])
