"""The ledger and the runs as desk, family and auditors read them."""

from doudi.payments.queries.ledger import (
    accounts_of,
    award_balance,
    paid_to,
    unsettled,
)
from doudi.payments.queries.runs import (
    RunView,
    bank_file,
    line_rows,
    return_faults,
    run_by_key,
    run_view,
    runs_for,
)

__all__ = [
    "RunView",
    "accounts_of",
    "award_balance",
    "bank_file",
    "line_rows",
    "paid_to",
    "return_faults",
    "run_by_key",
    "run_view",
    "runs_for",
    "unsettled",
]
