"""What an officer is told of a case whose time runs out: a number and a step, never a name."""

from doudi.messaging.rules import register

DUE = register(
    "decisions.due",
    "有申请快到时限",
    "申请 {number} 还剩 {left} 个工作日，现在等{step}。请尽快办理。",
    ("number", "left", "step"),
)
OVERDUE = register(
    "decisions.overdue",
    "有申请超过时限",
    "申请 {number} 已超过办理时限，停在{step}。请今天过问。",
    ("number", "step"),
)
