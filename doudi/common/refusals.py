"""Anticipated answers of "no" to an officer or a program, each with what to do next."""


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
