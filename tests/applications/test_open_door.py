"""Invariant 2, the door is open: nothing but unreadable input keeps an application out."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.applications.actions import applications as actions
from doudi.applications.actions import items, members
from doudi.applications.actions.items import Typed as TypedItem
from doudi.applications.actions.members import Typed
from doudi.applications.forms.people import MeForm, MemberForm
from doudi.applications.models import Application, Remark
from doudi.applications.queries.people import shown_members
from doudi.applications.queries.progress import told_to_family
from doudi.applications.rules.people import Condition
from doudi.applications.states import State
from doudi.common.identity import check_digit
from doudi.common.refusals import Refusal
from doudi.people.actions.households import confirm_members
from doudi.people.queries import full_number
from doudi.people.states import Relation
from tests.factories import accounts, applications, people

pytestmark = pytest.mark.django_db
AT = applications.AT
ON = AT.date()
UNREADABLE = {
    "identity.unreadable", "identity.impossible_date", "birth.future", "document.unreadable",
}  # fmt: skip


def codes(application: Application) -> set[str]:
    rows = Remark.objects.filter(application=application, settled_at__isnull=True)
    return set(rows.values_list("code", flat=True))


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Anything a thumb may type: real numbers, wrong digits, fifteen digits, words."""
    born = draw(st.dates(date(1900, 1, 1), date(2030, 12, 31)))
    first17 = f"430902{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    last = draw(st.sampled_from([check_digit(first17), "0", "X", "x"]))
    return draw(
        st.one_of(
            st.just(first17 + last),
            st.just(f"{first17[:6]} {first17[6:14]} {first17[14:]}{last}"),
            st.from_regex(r"[0-9]{15}", fullmatch=True),
            st.text(max_size=40),
            st.just(""),
        )
    )


@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    name=st.text(max_size=80),
    number=numbers(),
    document=st.text(max_size=50),
    born=st.text(max_size=12) | st.dates(date(1880, 1, 1), date(2040, 1, 1)).map(str),
    second=numbers(),
    relation=st.sampled_from([*Relation.values, "moon"]),
)
def test_nothing_but_unreadable_input_keeps_anyone_out(
    db, name, number, document, born, second, relation
) -> None:
    """Whatever the form can read is let in, and can be submitted; else the field says why."""
    with transaction.atomic():
        by = accounts.citizen()
        place = accounts.place()
        known = {
            "place": place.code, "registration": "rural", "address": "", "sex": "",
            "document_kind": "other" if document else "",
        }  # fmt: skip
        form = MeForm(known | {"name": name, "number": number, "born_on": born,
                               "document": document})  # fmt: skip
        if form.is_valid():
            made = _started(form, place, by)
            if made is not None:
                _joined(made, name, second, relation, by)
                assert actions.submit(application=made, by=by, at=AT).state == State.SUBMITTED
        else:
            assert set(form.errors) <= {"name", "number", "born_on", "document"}
        transaction.set_rollback(True)


def _started(form: MeForm, place, by) -> Application | None:
    said = ("", "")
    try:
        return actions.start(place=place, typed=form.typed(), registration="rural", by=by, at=AT)
    except Refusal as refusal:
        said = (refusal.code, refusal.field)
    assert said[0] in UNREADABLE
    assert said[1] in form.fields
    return None


def _joined(made: Application, name: str, number: str, relation: str, by) -> None:
    form = MemberForm({
        "name": name, "number": number, "relation": relation, "student": "none",
        "disability_kind": "none", "illness": "none",
    })  # fmt: skip
    if not form.is_valid():
        assert set(form.errors) <= {"name", "number", "relation"}
        return
    code = ""
    try:
        members.add_member(application=made, typed=form.typed(), by=by, at=AT)
    except Refusal as refusal:
        code = refusal.code
    assert code in {"", *UNREADABLE}


def test_a_birthday_to_come_is_no_date() -> None:
    made = applications.draft(by=(by := accounts.citizen()))
    tomorrow = Typed(name="刘小雨", relation="child", born_on=ON + timedelta(days=1))
    with pytest.raises(Refusal) as refusal:
        members.add_member(application=made, typed=tomorrow, by=by, at=AT)
    assert refusal.value.field == "born_on"


def test_no_number_another_paper_or_none(db) -> None:
    by = accounts.citizen()
    none = Typed(name="阿依古丽·麦麦提", relation="self", born_on=date(1980, 1, 1), sex="F")
    made = actions.start(place=accounts.place(), typed=none, by=by, at=AT)
    assert codes(made) == {"no_number"}
    passport = Typed(
        name="NGUYEN THI HOA", relation="self", document_kind="passport", document="C1234567"
    )
    other = actions.start(place=accounts.place(), typed=passport, by=by, at=AT)
    again = actions.start(place=accounts.place(), typed=passport, by=by, at=AT)
    assert other.applicant_id == again.applicant_id


def test_what_is_remarkable_goes_in_and_the_family_reads_one_sentence(client, monkeypatch) -> None:
    monkeypatch.setattr("doudi.common.clock.now", lambda: AT)
    applications._offices(accounts.VILLAGE)
    someone = people.person("刘桂英")
    home = people.household((someone, "self"))
    confirm_members(household=home, by=accounts.officer("town_acceptor"), at=people.AT)
    by = accounts.sign_in(client, accounts.citizen())
    number = full_number(someone)
    healthy = Condition(student="none", disability_kind="none", illness="none")
    typed = Typed(name="刘桂英", relation="self", number=number, condition=healthy)
    made = actions.start(
        place=accounts.place("430902106206"), typed=typed, registration="rural", by=by, at=AT
    )
    wage = TypedItem(kind="wage", amount_fen=9_000_000, per="month")
    items.declare_item(application=made, typed=wage, person=made.applicant, by=by, at=AT)
    actions.submit(application=made, by=by, at=AT)
    assert {"member_elsewhere", "above_line", "unsigned_adult"} <= codes(made)
    assert told_to_family(made)
    page = client.get(reverse("applications_done", args=[made.key])).content.decode()
    assert page.count("不影响办理") == 1
    assert "高于标准" not in page


def test_a_plain_application_is_told_nothing() -> None:
    assert not told_to_family(applications.submitted())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"\xff\xd8\xff" + b"0" * (22 * 1024 * 1024), "超过 20 MB"), (b"GIF89a", "不收这种文件")],
)
def test_an_unkept_picture_loses_nothing(client, monkeypatch, content, sentence) -> None:
    monkeypatch.setattr("doudi.common.clock.now", lambda: AT)
    applications._offices(accounts.VILLAGE)
    accounts.sign_in(client, accounts.citizen())
    data = {
        "place": accounts.VILLAGE, "name": "刘桂英", "registration": "rural", "address": "三组",
        "number": people.identity_number(date(1974, 3, 5)),
    }  # fmt: skip
    url = f"{reverse('applications_me')}?place={accounts.VILLAGE}"
    page = client.post(url, data | {"card": SimpleUploadedFile("a.jpg", content)})
    text = page.content.decode()
    assert sentence in text
    assert 'value="刘桂英"' in text
    assert 'value="三组"' in text
    assert not Application.objects.exists()
    assert client.post(url, data).status_code == 302  # without the picture it goes on


def test_a_second_application_keeps_the_confirmed_household() -> None:
    first = applications.accepted()
    town = accounts.officer("town_acceptor")
    actions.confirm_unit(request=first.requests.get(), by=town, at=AT)
    counter = accounts.officer("village_intake")
    typed = Typed(name="刘桂英", relation="self", number=full_number(first.applicant))
    later = AT + timedelta(days=1)
    again = actions.start(place=first.place, typed=typed, by=counter, at=later)
    assert again.household == first.household
    unknown = accounts.citizen()  # a number typed on some phone opens nobody's household
    other = actions.start(place=first.place, typed=typed, by=unknown, at=later)
    assert other.household != first.household


def test_a_confirmed_household_takes_a_new_member_in_and_keeps_who_left() -> None:
    first = applications.accepted()
    town = accounts.officer("town_acceptor")
    actions.confirm_unit(request=first.requests.get(), by=town, at=AT)
    counter, later = accounts.officer("village_intake"), AT + timedelta(days=1)
    typed = Typed(name="刘桂英", relation="self", number=full_number(first.applicant))
    again = actions.start(place=first.place, typed=typed, by=counter, at=later)
    baby = Typed(name="刘小宝", relation="child", born_on=date(2026, 9, 10), sex="M")
    members.add_member(application=again, typed=baby, by=counter, at=later)
    mother = next(one for one in first.named.all() if one.name == "陈秀兰").person
    members.drop_member(application=again, person=mother, by=counter, at=later)
    assert "moved_away" in codes(again)
    names = {one.name for one in shown_members(again, later.date())}
    assert names == {"刘桂英", "陈秀兰", "刘小雨", "刘小宝"}


def test_the_look_ahead_never_says_no(client, monkeypatch) -> None:
    monkeypatch.setattr("doudi.common.clock.now", lambda: AT)
    applications._offices(accounts.VILLAGE)
    by = accounts.sign_in(Client(), accounts.citizen())
    made = applications.draft(by=by)
    wage = TypedItem(kind="wage", amount_fen=90_000_000, per="month")
    items.declare_item(application=made, typed=wage, person=made.applicant, by=by, at=AT)
    assert actions.submit(application=made, by=by, at=AT).state == State.SUBMITTED
