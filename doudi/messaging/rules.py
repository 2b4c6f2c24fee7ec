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
    """A registered text. `secrets` are fields kept encrypted: codes, single-use links.

    `text` stands in the portal's inbox, behind a sign-in; `short` goes to a phone.
    """

    code: str
    title: str
    text: str
    fields: frozenset[str]
    secrets: frozenset[str]
    short: str


TEMPLATES: dict[str, Template] = {}
NEWS = "您有新消息，请登录查看，或者问村（社区）工作人员。"
NOT_ON_A_LOCKED_SCREEN = (
    "低保", "最低生活", "困难", "贫困", "救助", "特困", "残疾", "补贴", "补助", "津贴", "救济",
    "帮扶", "扶贫", "低收入", "边缘", "慰问", "发放", "到账", "入账", "金额", "元", "款",
)  # fmt: skip


class UnknownTemplate(LookupError):
    """No module registered this code."""


class WrongValues(ValueError):
    """The values are not those that the template names, or one could be about a person."""


def register(
    code: str,
    title: str,
    text: str,
    fields: tuple[str, ...],
    *,
    secrets: tuple[str, ...] = (),
    short: str = "",
) -> Template:
    """Register a text with `{field}` places, once, where its module is imported.

    A phone shows title and `short` (or `text`, where there is none) while it is locked: see
    `on_a_phone`. No text has a name, a number or an amount. All are translated when shown.
    """
    named = named_in(text)
    if named != set(fields):
        raise WrongValues(f"{code}: text names {sorted(named)}, fields are {sorted(fields)}")
    if not set(secrets) <= set(fields) or not named_in(short) <= set(fields):
        raise WrongValues(f"{code}: secrets and places of the short text must be fields")
    template = Template(code, title, text, frozenset(fields), frozenset(secrets), short)
    if TEMPLATES.setdefault(code, template) != template:
        raise WrongValues(f"{code}: registered twice")
    return template


def named_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def tells_of_need(text: str) -> bool:
    """Whether a neighbour who sees it on a locked screen learns that somebody asks for aid."""
    return any(word in text for word in NOT_ON_A_LOCKED_SCREEN)


def on_a_phone(found: Template, values: Mapping[str, str], short: str, text: str) -> str:
    """What goes to a phone: the short text, and nothing but 有新消息 where that would tell of need.

    `short` and `text` are the template's, translated. The values may name an office or a
    programme: so what is sent is looked at, not what was registered.
    """
    said = render(short or text, values)
    return NEWS if tells_of_need(said) else said


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
