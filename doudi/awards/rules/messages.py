"""What a family on aid is told. A locked screen shows it: no name, no programme, no amount."""

from doudi.messaging.rules import register

CHECK_IN_DUE = register(
    "awards.check_in_due",
    "请做本季度签到",
    "本季度还没有签到。请在 {day} 前打开手机点一下签到，或者到村（社区）签到。"
    "不方便出门的，告诉村（社区），我们上门。",
    ("day",),
)
RECHECK_DUE = register(
    "awards.recheck_due",
    "工作人员会上门看望",
    "{month} 前，工作人员会上门看看您家的情况，去之前会打电话。不用准备证明。",
    ("month",),
)
CHANGE_NOTED = register(
    "awards.change_noted",
    "您报告的情况收到了",
    "您家报告的变化已经收到，工作人员会联系您核实。不用您跑腿，也不用开证明。",
    (),
)
