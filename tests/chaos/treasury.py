"""The district's treasury: whatever is due is drafted, approved by another, sent and settled."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from doudi.common.months import add_months, month_of
from tests.chaos.browser import Browser, Refused

DISTRICT = "430902"


@dataclass
class Treasury:
    drafter: Browser
    approver: Browser
    today: Callable[[], date]
    runs: int = 0

    def pay(self) -> bool:
        """One whole run of next month, which awards begin with; False when nothing is due."""
        name = f"run-{self.runs + 1}"
        month = add_months(month_of(self.today()), 1)
        data = {"month": month.isoformat(), "place": DISTRICT}
        try:
            run = self.drafter.post("draft", name, "/desk/payments/draft/", data)
        except Refused:
            return False
        self.runs += 1
        self.approver.post("approve", name, f"{run}approve/")
        self.drafter.post("make_file", name, f"{run}make/")
        self.drafter.post("send", name, f"{run}send/")
        answer = self._answer(self.drafter.get(f"{run}file/csv/").text)
        self.drafter.post("settle", name, f"{run}settle/", file=("return.csv", answer, "text/csv"))
        return True

    def _answer(self, sent: str) -> bytes:
        """The bank has paid every line."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(("业务参考号", "金额（元）", "处理结果", "失败原因", "入账日期"))
        for row in list(csv.reader(io.StringIO(sent)))[1:]:
            writer.writerow((row[1], row[5], "成功", "", self.today().isoformat()))
        return text.getvalue().encode("gb18030")
