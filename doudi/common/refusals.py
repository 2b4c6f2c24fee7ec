"""Anticipated answers of "no" to an officer or a program, each with what to do next."""

from collections.abc import Callable
from typing import Any


class Refusal(Exception):
    """The action cannot be done now. `code` is stable; `sentence` tells a person what to do.

    `field` names the form field at fault, or is empty when the whole act is refused.
    """

    def __init__(self, code: str, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.field = field


class Forbidden(Refusal):
    """The actor's post does not carry this duty here (HTTP 403)."""


class Hidden(Refusal):
    """The actor may not even learn that it exists (HTTP 404)."""


def refusal_of(check: Callable[..., None], *given: Any, **named: Any) -> Refusal | None:
    """The refusal that a guard would raise, for the sentence beside a greyed button.

    The action asks the same guard again: what is shown here protects nothing.
    """
    try:
        check(*given, **named)
    except Refusal as refusal:
        return refusal
    return None
