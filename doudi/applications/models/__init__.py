"""Who asks, for whom, by whose hand; what is still to come, and every sheet of paper."""

from doudi.applications.models.applications import (
    Application,
    ClockEvent,
    FirstView,
    Named,
    Remark,
    Request,
    Supporter,
    UnitMember,
)
from doudi.applications.models.asking import Behalf, KinAnswer, SendBack, Withdrawal
from doudi.applications.models.items import AwaitedItem, Promise
from doudi.applications.models.papers import Paper, PaperScan

__all__ = [
    "Application",
    "AwaitedItem",
    "Behalf",
    "ClockEvent",
    "FirstView",
    "KinAnswer",
    "Named",
    "Paper",
    "PaperScan",
    "Promise",
    "Remark",
    "Request",
    "SendBack",
    "Supporter",
    "UnitMember",
    "Withdrawal",
]
