"""What a family is told when the account that it is paid to changes."""

from doudi.messaging.rules import register

CHANGED = register(
    "people.account_changed",
    "请核对账户",
    "您家的收款账户改了，新账户尾号 {ending}，核对后使用。"
    "不是您家要求的，请马上到村（社区）说明，或者打 12345。",
    ("ending",),
    short="您家有一件事要核对，请登录查看，或者到村（社区）问。",
)
CONFIRMED = register(
    "people.account_confirmed",
    "账户已核对",
    "您家的新收款账户已经核对，尾号 {ending}。以后的钱发到这个账户。"
    "不是您家要求的，请马上到村（社区）说明，或者打 12345。",
    ("ending",),
    short="您家有一件事已办好，请登录查看。",
)
