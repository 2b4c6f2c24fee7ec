"""Certificates of a place: the list, a batch on paper, and what becomes of them with the award."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doudi.audit.models import Entry
from doudi.awards.actions import certificates
from doudi.awards.models import Certificate
from doudi.awards.queries import certificate_of, check
from doudi.awards.states import State
from doudi.awards.tasks import look_after
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.common.refusals import Hidden, Refusal
from doudi.journal.models import Entry as JournalEntry
from tests.awards.test_certificate import text_of
from tests.factories import accounts, awards

pytestmark = pytest.mark.django_db
AT = beijing(date(2026, 11, 5), 10)


def test_a_batch_is_one_pdf_and_one_entry_of_the_trail(tmp_path):
    many = [awards.granted()[1] for _ in range(2)]
    acceptor = accounts.officer("town_acceptor")
    content = certificates.print_batch(awards=many, by=acceptor, at=AT)
    text = text_of(content, tmp_path)
    assert all(certificate_of(one).number in text for one in many)
    assert text.count("第1页/共1页") == 2
    assert Entry.objects.filter(verb="print_certificates").count() == 1


def test_a_batch_has_its_bounds():
    _case, award = awards.granted()
    acceptor = accounts.officer("town_acceptor")
    with pytest.raises(Refusal, match="勾选"):
        certificates.print_batch(awards=[], by=acceptor, at=AT)
    with pytest.raises(Refusal, match="最多"):
        certificates.print_batch(awards=[award] * 51, by=acceptor, at=AT)
    elsewhere = accounts.officer("town_acceptor", accounts.CHANGZHOU_VILLAGE)
    with pytest.raises(Hidden):
        certificates.print_batch(awards=[award], by=elsewhere, at=AT)
    award.certificates.update(revoked_at=AT)
    with pytest.raises(Refusal, match="没有有效的证件"):
        certificates.print_batch(awards=[award], by=acceptor, at=AT)


def told(award, verb: str) -> None:
    look_after(JournalEntry(noun="award", key=str(award.pk), verb=verb, at=AT))


def test_a_change_renews_the_certificate_once():
    _case, award = awards.granted()
    old = certificate_of(award)
    told(award, "changed")
    told(award, "changed")
    assert Certificate.objects.filter(award=award).count() == 2
    assert not check(old.code, AT.date()).holds
    assert check(certificate_of(award).code, AT.date()).holds


def test_the_end_of_an_award_revokes_it():
    _case, award = awards.granted()
    award.state, award.valid_until = State.ENDED, date(2026, 12, 1)
    award.save()
    told(award, "ended")
    assert certificate_of(award) is None


def test_the_list_asks_as_often_for_one_as_for_many(client: Client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    _case, award = awards.granted()
    accounts.sign_in(client, accounts.officer("town_acceptor"))
    counts = []
    for _ in range(2):
        client.get("/desk/awards/certificates/")
        with CaptureQueriesContext(connection) as caught:
            page = client.get("/desk/awards/certificates/").content.decode()
        counts.append(len(caught))
        for _more in range(5):
            certificates.renew(award=awards.more_like(award), by=awards.GRANTER, at=AT)
    assert counts[0] == counts[1]
    assert "王*兰" in page
    answer = client.post("/desk/awards/certificates/print/", {"awards": [award.pk]})
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert client.post("/desk/awards/certificates/print/", {}).status_code == 422
