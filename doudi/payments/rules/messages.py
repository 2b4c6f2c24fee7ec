"""What a family is told about its money. A locked screen shows it: no name, no amount."""

from doudi.messaging.rules import register

ARRIVED = register(
    "payments.arrived",
    "银行有回音",
    "您家 {month} 的{programme}救助金，银行已经入账。请查看存折或银行卡。",
    ("programme", "month"),
    short="您家 {month} 的事项已办好，请登录查看。",
)
RETURNED = register(
    "payments.returned",
    "请核对账户",
    "您家 {month} 的{programme}救助金，银行没有办成，钱没有少。"
    "请带存折或银行卡到村（社区）核对账户。核对后随下一批补发。",
    ("programme", "month"),
    short="您家有一件事要核对。请带身份证和存折到村（社区），或者登录查看。",
)
SET_ASIDE = register(
    "payments.set_aside",
    "有一项信息要核对",
    "您家 {month} 的{programme}救助金，有一项信息要核对。核对后随下一批补发，钱没有少。"
    "请带身份证和存折（或银行卡）到村（社区）。也可以等工作人员联系您。",
    ("programme", "month"),
    short="您家有一件事要核对。请带身份证和存折到村（社区），或者登录查看。",
)
HELD = register(
    "payments.held",
    "要再核对一次",
    "您家 {month} 的{programme}救助金，还要另一位工作人员核对。核对后随下一批补发，钱没有少。"
    "您不用跑，也不用交材料。",
    ("programme", "month"),
    short="您家有一件事还在核对，不用您跑，请登录查看。",
)
MAY_ASK = register(
    "payments.may_ask",
    "有一项标准有变化",
    "{programme}的标准提高了。按您家以前的情况，现在可能符合条件，要您提出申请才能办。"
    "从批准的下一个月起发，以前的月份不补。村（社区）会帮您办，也可以在这里直接申请。",
    ("programme",),
    short="有一项标准变了，可能和您家有关。请登录查看，或者问村（社区）工作人员。",
)
