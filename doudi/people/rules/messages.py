"""What stands on a phone that others use too."""

from doudi.messaging.rules import register

NEW_MESSAGE = register(
    "people.new_message",
    "有新消息",
    "您有新消息。请登录查看，或者问村（社区）工作人员。",
    (),
)
