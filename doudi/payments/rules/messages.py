"""What a family is told about its money. A locked screen shows it: no name, no amount."""

from doudi.messaging.rules import register

ARRIVED = register(
    "payments.arrived",
    "救助金已到账",
    "您家 {month} 的{programme}救助金，银行已经入账。请查看存折或银行卡。",
    ("programme", "month"),
)
RETURNED = register(
    "payments.returned",
    "救助金被银行退回",
    "您家 {month} 的{programme}救助金，银行没有办成，钱没有少。"
    "请带存折或银行卡到村（社区）核对账户，核对后随下一批补发。",
    ("programme", "month"),
)
