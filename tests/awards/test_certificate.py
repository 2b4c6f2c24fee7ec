"""The certificate: printed by its family only, checked by anyone."""

import subprocess
from datetime import date

import pytest
from django.test import Client

from doudi.awards import queries
from doudi.awards.guards import check_is_theirs
from doudi.awards.states import State
from doudi.common import clock
from doudi.common.actors import Citizen
from doudi.common.clock import beijing
from doudi.common.refusals import Hidden
from doudi.people.models import Login
from doudi.people.queries import full_number
from tests.factories import accounts, awards, people

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 8)


@pytest.fixture
def day(monkeypatch):
    """The edge's clock stands on 2026-10-08."""
    monkeypatch.setattr(clock, "now", lambda: beijing(ON))


def text_of(content: bytes, tmp_path) -> str:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(content)
    done = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True
    )
    return "".join(done.stdout.split())


def test_the_certificate_says_who_how_much_until_when(tmp_path):
    case, award = awards.granted()
    certificate = queries.certificate_of(award)
    text = text_of(queries.certificate_pdf(certificate, ON), tmp_path)
    shown = queries.panel(award, ON)
    assert "最低生活保障证" in text
    assert "刘桂英" in text
    assert "陈建国" in text
    assert certificate.number in text
    assert certificate.code in text
    assert f"{shown.amount_fen / 100:,.2f}元" in text
    assert "2026年10月" in text
    assert "2027年9月22日" in text
    number = full_number(case.person)
    assert number not in text
    assert number[-4:] in text


def test_a_name_beyond_the_font_asks_for_the_pen(tmp_path):
    case, award = awards.granted()
    case.person.names.update(name="\U00020086桂英")
    content = queries.certificate_pdf(queries.certificate_of(award), ON)
    assert "请用笔补写" in text_of(content, tmp_path)


def known(person, level: int = 1) -> Citizen:
    who = accounts.citizen(level)
    Login.objects.create(user_id=who.user_id, person=person, linked_at=beijing(ON))
    return who


def test_who_may_print_it():
    case, award = awards.granted()
    husband = award.beneficiaries.exclude(person=case.person).get().person
    stranger = people.person("赵敏")
    allowed = [known(husband), case.citizen]
    refused = [known(stranger), known(husband, level=0), accounts.citizen(1), accounts.citizen(0)]
    for who in allowed:
        check_is_theirs(who, award, ON)
    for who in refused:
        with pytest.raises(Hidden):
            check_is_theirs(who, award, ON)


def test_the_portal_prints_it(client: Client, day):
    case, award = awards.granted()
    accounts.sign_in(client, case.citizen)
    response = client.get(f"/awards/{award.key}/certificate/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert "no-store" in response["Cache-Control"]


def test_the_portal_hides_it_from_others(client: Client, day):
    _case, award = awards.granted()
    accounts.sign_in(client, known(people.person("赵敏")))
    assert client.get(f"/awards/{award.key}/certificate/").status_code == 404
    accounts.sign_in(client, accounts.citizen(0))
    assert client.get(f"/awards/{award.key}/certificate/").status_code == 403


def test_a_revoked_certificate_cannot_be_printed(client: Client, day):
    case, award = awards.granted()
    award.certificates.update(revoked_at=beijing(ON))
    accounts.sign_in(client, case.citizen)
    response = client.get(f"/awards/{award.key}/certificate/")
    assert response.status_code in {409, 422}
    assert "没有有效的证件" in response.content.decode()


def test_the_public_check_says_valid_and_no_more(client: Client, day):
    case, award = awards.granted()
    code = queries.certificate_of(award).code
    response = client.get(f"/check/{code}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "证件有效" in page
    assert "刘*英" in page
    assert "刘桂英" not in page
    assert full_number(case.person)[-4:] not in page.replace(award.number, "")
    assert "三组" not in page
    assert "noindex" in page or "noindex" in response.get("X-Robots-Tag", "")


@pytest.mark.parametrize(
    ("state", "until", "revoked", "on", "holds"),
    [
        (State.ACTIVE, None, False, ON, True),
        (State.SUSPENDED, None, False, ON, True),
        (State.ENDED, date(2026, 11, 1), False, ON, False),
        (State.ACTIVE, date(2026, 10, 1), False, ON, False),
        (State.ACTIVE, date(2026, 11, 1), False, ON, True),
        (State.ACTIVE, None, True, ON, False),
        (State.ACTIVE, None, False, date(2027, 9, 21), True),
        (State.ACTIVE, None, False, date(2027, 9, 22), False),
    ],
)
def test_when_a_certificate_holds(state, until, revoked, on, holds):
    _case, award = awards.granted()
    award.state, award.valid_until = state, until
    award.save()
    if revoked:
        award.certificates.update(revoked_at=beijing(ON))
    code = award.certificates.get().code
    assert queries.check(code, on).holds is holds


def test_an_ended_one_says_so_and_an_unknown_one_helps(client: Client, day):
    _case, award = awards.granted()
    award.state, award.valid_until = State.ENDED, date(2026, 10, 1)
    award.save()
    response = client.get(f"/check/{award.certificates.get().code}/")
    assert "证件已经不能用了" in response.content.decode()
    response = client.get("/check/no-such-code/")
    assert response.status_code == 404
    assert "没有这个核对码" in response.content.decode()
    assert client.get("/check/", {"code": " abc "}).headers["Location"] == "/check/abc/"
    assert client.get("/check/").status_code == 200
    assert client.get("/check/", {"code": "a/b"}).status_code in {200, 302}
