"""What is asked, and how an answer that cannot be read is said."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import HttpRequest

from doudi.common.refusals import Forbidden, Hidden, Refusal

T = TypeVar("T")


def tried(request: HttpRequest, form: forms.BaseForm, act: Callable[[], T]) -> T | None:
    """What `act` returns once the form was sent and reads well, else None.

    A refusal is put beside the field at fault. Forbidden and Hidden are no faults of the form:
    they go on to the middleware. `act` must not return None.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None
