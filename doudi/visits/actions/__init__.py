"""Planning a visit, asking another office for one, and taking in what a device recorded."""

from doudi.visits.actions.asks import ask_office, plan_asked, take_back_ask
from doudi.visits.actions.plans import cancel, plan
from doudi.visits.actions.records import (
    add_evidence,
    add_signature,
    finish,
    open_address,
    read_evidence,
    record_answers,
    start_visit,
)

__all__ = [
    "add_evidence",
    "add_signature",
    "ask_office",
    "cancel",
    "finish",
    "open_address",
    "plan",
    "plan_asked",
    "read_evidence",
    "record_answers",
    "start_visit",
    "take_back_ask",
]
