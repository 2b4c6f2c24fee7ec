"""A whole case in which every form is pressed twice at the same moment: one result, and a sentence
for the other; and every form of it again afterwards, from a page that has moved on."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest

from demo.spot import make_keys
from demo.staff import hire
from doudi.applications.models import Application
from doudi.audit.models import RequestKey
from doudi.awards.tasks import pick_up_now
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.decisions.models import Decision
from doudi.payments.models import LineItem, Run
from tests.chaos import people
from tests.chaos.case import HANGS, STEPS, Case
from tests.chaos.effects import EFFECTS, found_for
from tests.chaos.treasury import Treasury
from tests.chaos.windows import Press, Windows, send
from tests.factories.applications import AT

pytestmark = [pytest.mark.alone, pytest.mark.django_db(transaction=True)]
# What a person may lawfully do again: each is then one more of it.
REPEATABLE = {
    "condition", "member", "item", "account", "visit_answer", "visit_photo", "visit_signature",
    "check_source", "unit", "assess", "opinion",
}  # fmt: skip
REFUSALS = {200, 400, 403, 404, 409, 410, 422}
"""Statuses of a page that says no, or shows the form with its faults; each must say why."""


@dataclass
class Played:
    case: Case
    windows: dict[str, Windows]
    pressed: list[tuple[str, Press]]  # role, form


@pytest.fixture
def now(monkeypatch, settings, tmp_path):
    settings.DOUDI_FILES = tmp_path / "files"
    moment = [AT]
    monkeypatch.setattr("doudi.common.clock.now", lambda: moment[0])
    return moment


@pytest.fixture
def offices(now):
    since = clock.today() - timedelta(days=60)
    hire(since, beijing(since))
    make_keys(clock.today())


def play(now, one_form: bool) -> Played:
    """From the first page to the letter and the money; two colleagues where there are two."""
    family = people.family(1000)
    roles = {role: [people.officer(role)] for role in (*people.ROLES, *people.TREASURY)}
    if not one_form:  # two people at once
        roles["fuhe"].append(people.officer("fuhe2"))
        roles["queren"].append(people.officer("queren2"))
        roles["heshi1"].append(people.officer("heshi2"))
    windows = {role: Windows(sessions, one_form) for role, sessions in roles.items()}
    windows["family"] = Windows([family.session], one_form)
    case = Case(family, windows, clock.today)
    for number, step in enumerate(STEPS):
        if number == HANGS:
            now[0] += timedelta(days=8)
        step(case)
    pick_up_now()
    treasury = Treasury(windows["fafang"], windows["shenpi"], clock.today)
    assert treasury.pay()
    pressed = [(role, one) for role, window in windows.items() for one in window.pressed]
    return Played(case, windows, pressed)


def effects(played: Played) -> Counter:
    """Entries of the trail that forms of this case left."""
    begun = [one for _role, one in played.pressed if one.what in {"start", "draft"}]
    return sum((found_for(one.what, one.location) for one in begun), Counter())


def once_only(counted: Counter) -> dict[str, int]:
    return {what: counted[EFFECTS[what]] for what in EFFECTS if what not in REPEATABLE}


def says_why(page) -> bool:
    """A sentence in Chinese, and no trace of a fault."""
    words = re.sub(r"<[^>]+>", " ", page.text)
    return bool(re.search(r"[一-鿿]{4,}", words)) and "Traceback" not in words


def test_a_double_click_on_every_form_is_one_press(offices, now):
    played = play(now, one_form=True)
    counted, pressed = effects(played), Counter(EFFECTS[p.what] for _role, p in played.pressed)
    assert counted == pressed
    assert RequestKey.objects.count() == len(played.pressed)
    again = [(role, one, send(played.windows[role].sessions[0], changed(one), one.data["_key"]))
             for role, one in played.pressed]  # fmt: skip
    wrong = [one.what for _role, one, page in again if page.location != one.location]
    assert wrong == [], "a replayed form, whatever now stands in it, gets the first answer"
    assert effects(played) == counted


def changed(press: Press) -> Press:
    other = {k: f"{v}9" for k, v in press.data.items() if k != "_key"}
    return Press(press.what, press.path, other, press.files)


def test_two_at_once_have_one_result_and_the_other_a_sentence(offices, now):
    played = play(now, one_form=False)
    told = [(what, page) for window in played.windows.values() for what, page in window.others]
    assert len(told) > 40
    faults = [(what, page.status) for what, page in told if page.status >= 500]
    assert faults == []
    silent = [(what, p.status) for what, p in told if p.status != 302 and not says_why(p)]
    assert silent == []
    twice = {what: n for what, n in once_only(effects(played)).items() if n != 1}
    assert twice == {}
    assert Application.objects.count() == 2  # two forms of a beginning are two drafts
    assert Decision.objects.count() == 1
    assert LineItem.objects.filter(line__state="paid").count() == LineItem.objects.count() > 0


def test_forms_of_a_case_that_has_moved_on_change_nothing(offices, now):
    played = play(now, one_form=True)
    before = once_only(effects(played))
    for role, press in played.pressed:
        page = send(played.windows[role].sessions[0], press, str(uuid4()))
        assert page.status in REFUSALS | {302}, (press.what, page.status)
        assert page.status == 302 or says_why(page), press.what
    assert Decision.objects.count() == 1
    assert Run.objects.count() == 1
    changed_since = {w: n for w, n in once_only(effects(played)).items() if n != before[w]}
    assert changed_since.keys() <= {"ask"}, "a report can be asked for anew, and nothing else"
