"""Job offers: when refusals in a row allow a proposal (民发〔2021〕57号 art. 34)."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

ROW = 3


class Answered(Protocol):
    """An offered job: `answer` taken or refused; `reason_good` None while nobody has judged."""

    offered_on: date
    answer: str
    reason_good: bool | None


def is_against(offer: Answered) -> bool:
    """A refusal that a named officer found to be without good reason."""
    return offer.answer == "refused" and offer.reason_good is False


def three_in_a_row(offers: Sequence[Answered]) -> bool:
    """Whether the last three offers of one person were refused without good reason.

    Whatever else lies between starts the count anew: a job taken, a good reason, and a reason
    that nobody has judged yet.
    """
    last = sorted(offers, key=lambda one: one.offered_on)[-ROW:]
    return len(last) == ROW and all(is_against(one) for one in last)
