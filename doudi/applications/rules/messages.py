"""What a family is told. A locked screen shows it: no name, no amount, no reason."""

from doudi.messaging.rules import register

SUBMITTED = register(
    "applications.submitted",
    "申请已提交",
    "您的{programme}申请已经提交，申请编号 {number}。接下来由{office}联系您，请保持电话畅通。",
    ("programme", "number", "office"),
)
TAKEN_IN = register(
    "applications.taken_in",
    "村（社区）已经看过",
    "您的{programme}申请（编号 {number}），村（社区）已经看过，转到{office}办理。",
    ("programme", "number", "office"),
)
ACCEPTED = register(
    "applications.accepted",
    "申请已受理",
    "您的{programme}申请已由{office}受理，受理编号 {number}。最晚 {due} 前答复。",
    ("programme", "number", "office", "due"),
)
WITHDRAWN = register(
    "applications.withdrawn",
    "申请已撤回",
    "您的{programme}申请（编号 {number}）已经撤回。以后需要时，可以随时再申请。",
    ("programme", "number"),
)
SIGN = register(
    "applications.sign",
    "请签核对授权书",
    "您的家人正在申请社会救助，请您看过授权书后签名：{link} 三天内有效，只能用一次。",
    ("link",),
    secrets=("link",),
)
PROGRAMMES = {"dibao": "最低生活保障"}


def programme_name(code: str) -> str:
    return PROGRAMMES.get(code, code)
