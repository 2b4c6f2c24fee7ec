"""The ledger of what is owed, the lines that the bank pays, what is asked back,
and what a raised standard owes for past months."""

from doudi.payments.models.findings import LineFinding
from doudi.payments.models.raises import MayAsk, Raise, RaiseItem, RaiseLine
from doudi.payments.models.recovery import ClaimMonth, RecoveryClaim, Repayment
from doudi.payments.models.runs import (
    BankFile,
    Entitlement,
    Line,
    LineItem,
    ReturnFault,
    Run,
)

__all__ = [
    "BankFile",
    "ClaimMonth",
    "Entitlement",
    "Line",
    "LineFinding",
    "LineItem",
    "MayAsk",
    "Raise",
    "RaiseItem",
    "RaiseLine",
    "RecoveryClaim",
    "Repayment",
    "ReturnFault",
    "Run",
]
