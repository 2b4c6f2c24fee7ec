"""The ledger of what is owed, the lines that the bank pays, and what is asked back."""

from doudi.payments.models.findings import LineFinding
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
    "RecoveryClaim",
    "Repayment",
    "ReturnFault",
    "Run",
]
