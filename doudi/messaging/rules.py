"""Addresses and the templates that other modules register."""

import string
from collections.abc import Mapping
from dataclasses import dataclass

from doudi.audit.rules import looks_personal

PHONE, USER = "phone", "user"


@dataclass(frozen=True)
class Address:
    """Where a message goes: `phone` (by the SMS gateway) or `user` (the portal's inbox)."""

    kind: str
    value: str


def phone(number: str) -> Address:
    return Address(PHONE, number)


def inbox_of(user_id: int) -> Address:
    return Address(USER, str(user_id))


@dataclass(frozen=True)
class Template:
    """A registered text. `secrets` are fields kept encrypted: codes, single-use links."""

    code: str
    title: str
    text: str
    fields: frozenset[str]
    secrets: frozenset[str]


TEMPLATES: dict[str, Template] = {}


class UnknownTemplate(LookupError):
    """No module registered this code."""


class WrongValues(ValueError):
    """The values are not those that the template names, or one could be about a person."""


def register(
    code: str, title: str, text: str, fields: tuple[str, ...], *, secrets: tuple[str, ...] = ()
) -> Template:
    """Register a text with `{field}` places, once, where its module is imported.

    A phone shows the text while it is locked: fields are months, dates, places, programmes, codes
    and links, never a name, a number or an amount. Title and text are translated when shown.
    """
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    if named != set(fields):
        raise WrongValues(f"{code}: text names {sorted(named)}, fields are {sorted(fields)}")
    if not set(secrets) <= set(fields):
        raise WrongValues(f"{code}: secrets must be fields")
    template = Template(code, title, text, frozenset(fields), frozenset(secrets))
    if TEMPLATES.setdefault(code, template) != template:
        raise WrongValues(f"{code}: registered twice")
    return template


def template(code: str) -> Template:
    if code not in TEMPLATES:
        raise UnknownTemplate(code)
    return TEMPLATES[code]


def checked(found: Template, values: Mapping[str, object]) -> dict[str, str]:
    """The values as text. Raises WrongValues."""
    if set(values) != found.fields:
        raise WrongValues(f"{found.code}: needs {sorted(found.fields)}")
    texts = {name: str(value) for name, value in values.items()}
    for name, text in texts.items():
        is_link = text.startswith(("/", "http://", "https://"))
        if len(text) > (500 if is_link else 60) or (not is_link and looks_personal(text)):
            raise WrongValues(f"{found.code}: {name}")
    return texts


def render(text: str, values: Mapping[str, str]) -> str:
    return text.format_map(dict(values))
