"""What a family is told. A locked screen shows it: no name, no amount, no reason."""

from doudi.messaging.rules import register

SUBMITTED = register(
    "applications.submitted",
    "申请已提交",
    "您的{programme}申请已经提交，申请编号 {number}。接下来由{office}联系您，请保持电话畅通。",
    ("programme", "number", "office"),
    short="您交来的材料已经收到，编号 {number}。接下来由工作人员联系您，请留意电话。",
)
TAKEN_IN = register(
    "applications.taken_in",
    "村（社区）已经看过",
    "您的{programme}申请（编号 {number}），村（社区）已经看过，转到{office}办理。",
    ("programme", "number", "office"),
    short="您办的事（编号 {number}）有新进展，请登录查看。",
)
ACCEPTED = register(
    "applications.accepted",
    "申请已受理",
    "您的{programme}申请已由{office}受理，受理编号 {number}。最晚 {due} 前答复。",
    ("programme", "number", "office", "due"),
    short="您办的事（编号 {number}）有新进展，请登录查看。",
)
WITHDRAWN = register(
    "applications.withdrawn",
    "申请已撤回",
    "您的{programme}申请（编号 {number}）已经撤回。以后需要时，可以随时再申请。",
    ("programme", "number"),
    short="您办的事（编号 {number}）已经撤回。以后需要时，可以随时再来。",
)
SIGN = register(
    "applications.sign",
    "请签核对授权书",
    "您的家人请您看一份授权书，看过后签名：{link} 三天内有效，只能用一次。",
    ("link",),
    secrets=("link",),
)
SENT_BACK = register(
    "applications.sent_back",
    "申请要补充说明",
    "您的申请（编号 {number}）有几处要补充。在手机上可以看，也可以到村（社区）补。",
    ("number",),
)
ITEMS_NAMED = register(
    "applications.items_named",
    "还有材料可以后补",
    "您的申请（编号 {number}）照常办理。还有材料可以后补，签一份承诺书就行。在手机上可以看。",
    ("number",),
)
ITEM_DUE = register(
    "applications.item_due",
    "后补的材料快到期",
    "您的申请（编号 {number}）后补的材料请在 {due} 前交。有困难，请告诉{office}，可以延长一次。",
    ("number", "due", "office"),
)
ITEM_EXTENDED = register(
    "applications.item_extended",
    "补材料的时间延长了",
    "您的申请（编号 {number}）补材料的时间延长到 {due}。",
    ("number", "due"),
)
PROGRAMMES = {"dibao": "最低生活保障"}


def programme_name(code: str) -> str:
    return PROGRAMMES.get(code, code)
