"""Every page in English: nothing Chinese is left but names, and what is marked as Chinese.

Law, official texts and sent messages are not ours to translate: they stand under
`lang="zh-Hans"`, which a screen reader needs as well.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from doudi.accounts.models import Office, Place, User
from doudi.cli import catalogue
from doudi.common.identity import mask_name
from doudi.people.models import Person, PersonName
from doudi.policies.rules.saying import shipped_places
from doudi.verification.models import Check
from doudi.visits.models import Plan
from tests.architecture.test_access import MARKED, path_of
from tests.factories import accounts, awards, decisions

CHINESE = re.compile("[\u3400-\u9fff]")
SPOKEN = frozenset({"title", "aria-label", "placeholder", "alt", "data-stop"})
VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "source", "col"})
# The gallery shows made-up families to whoever builds pages.
MADE_UP = ("gallery",)
ADDRESS = "三组 12 号"


class Words(HTMLParser):
    """The texts and the spoken attributes of a page, outside what is marked as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._marked: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        marked = (given.get("lang") or "").startswith("zh") or self._inside
        if tag not in VOID:
            self._marked.append(marked)
        if not marked:
            pressed = given.get("type") in {"submit", "button"}
            spoken = SPOKEN | {"value"} if pressed else SPOKEN
            self.found += [given[name] or "" for name in spoken & given.keys()]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._marked:
            self._marked.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.found.append(data)

    @property
    def _inside(self) -> bool:
        return bool(self._marked and self._marked[-1])


def left_in(page: str, names: re.Pattern[str]) -> list[str]:
    words = Words()
    words.feed(page)
    texts = [" ".join(names.sub("", one).split()) for one in words.found]
    return sorted({one for one in texts if CHINESE.search(one)})


def names_of_records() -> re.Pattern[str]:
    """Names of persons, places and offices, whole and masked, and the one address."""
    found = {ADDRESS, *(name for _code, name in shipped_places())}
    for model in (Place, Office, User, Person, PersonName):
        for field in model._meta.fields:
            if field.get_internal_type() in {"CharField", "TextField"}:
                found |= {str(one) for one in model.objects.values_list(field.attname, flat=True)}
    found |= {mask_name(one) for one in found if one}
    chinese = sorted((one for one in found if CHINESE.search(one)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, chinese)))


def visitors(case: decisions.Case) -> Callable[[Any], Client]:
    """For a view's mark, somebody who may open it and reads English."""
    known: dict[str, Client] = {}

    def somebody(access: Any) -> Client:
        kind, given = access
        who = (sorted(map(str, given)) or ["county_leader"])[0] if kind == "officer" else kind
        if who not in known:
            known[who] = Client(raise_request_exception=False)
            known[who].cookies["language"] = "en"
            if kind != "anyone":
                accounts.sign_in(
                    known[who], case.citizen if kind == "citizen" else accounts.officer(who)
                )
        return known[who]

    return somebody


def test_no_page_shows_chinese_to_who_reads_english(db):
    catalogue.compile_catalogue()
    case, _award = awards.granted()
    application = case.request.application
    records = {
        "key": application.key,
        "household": application.household.key,
        "pk": case.request.pk,
        "visits": Plan.objects.get(household=application.household).pk,
        "verification": Check.objects.get(household=application.household).pk,
        "person_id": case.person.pk,
    }
    somebody = visitors(case)
    for _route, pattern in MARKED:
        somebody(pattern.callback.access)
    names, shown, found = names_of_records(), 0, []
    for route, pattern in MARKED:
        if pattern.name == "account_logout" or str(pattern.name).startswith(MADE_UP):
            continue
        answer = somebody(pattern.callback.access).get(path_of(route, pattern, records))
        if answer.status_code == 405 or "html" not in answer.get("Content-Type", ""):
            continue
        shown += answer.status_code == 200
        left = left_in(answer.content.decode(), names)
        found += [f"/{route}: {one}" for one in left]
    assert shown > 90
    assert not found, "\n".join(found)


# The catalogue itself


@pytest.fixture
def told(tmp_path, monkeypatch):
    """What the check says of a catalogue with this one entry, when the code shows `texts`."""

    def _told(entry: str, texts: set[Any]) -> list[str]:
        po = tmp_path / "django.po"
        po.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n{entry}')
        monkeypatch.setattr(catalogue, "PO", po)
        monkeypatch.setattr(catalogue, "texts", lambda: texts)
        return catalogue.faults_of_catalogue()

    return _told


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "%(n)s 户"\nmsgstr "%(n)s families"\n', ""),
        ('msgid "%(n)s 户"\nmsgstr ""\n', "no English yet"),
        ('#, fuzzy\nmsgid "%(n)s 户"\nmsgstr "%(n)s families"\n', "no English yet"),
        ('msgid "%(n)s 户"\nmsgstr "%(m)s families"\n', "other placeholders"),
        ('msgid "%(n)s 户"\nmsgstr "%(n)s 家"\n', "Chinese in the English"),
        ('msgid "户"\nmsgstr "family"\n', "not in the catalogue"),
    ],
)
def test_the_check_finds_what_is_wrong_with_a_text(told, entry, fault):
    found = told(entry, {(None, "%(n)s 户")})
    assert bool(found) == bool(fault)
    assert all(fault in one or "no longer shown" in one for one in found)


def test_a_plural_needs_both_forms(told):
    half = 'msgid "%(n)s 户"\nmsgid_plural "%(n)s 户"\nmsgstr[0] "%(n)s family"\nmsgstr[1] ""\n'
    pair = ("%(n)s 户", "%(n)s 户")
    assert told(half, {(None, pair)}) == [f"no English yet: {pair}"]
    whole = half.replace('msgstr[1] ""', 'msgstr[1] "%(n)s families"')
    assert told(whole, {(None, pair)}) == []


def test_a_text_with_a_plural_is_never_said_without(told):
    pair = ("%(n)s 户", "%(n)s 户")
    entry = 'msgid "%(n)s 户"\nmsgid_plural "%(n)s 户"\nmsgstr[0] "%(n)s family"\n'
    found = told(entry + 'msgstr[1] "%(n)s families"\n', {(None, pair), (None, pair[0])})
    assert found[0] == "say it with its plural (count): %(n)s 户"
