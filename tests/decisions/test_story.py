"""From a ready request to a served letter, in both places' flows."""

import subprocess
from datetime import date

import pytest

from doudi.applications.states import State
from doudi.common.clock import beijing
from doudi.decisions import actions
from doudi.decisions.states import Service
from doudi.files.queries import open_file
from tests.factories import accounts, decisions
from tests.factories.pictures import png

pytestmark = pytest.mark.django_db


def pdf_text(content: bytes, tmp_path) -> str:
    path = tmp_path / "page.pdf"
    path.write_bytes(content)
    done = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True
    )
    return done.stdout


@pytest.mark.parametrize("code", [accounts.VILLAGE, accounts.CHANGZHOU_VILLAGE])
def test_a_family_is_granted_and_its_letter_served(code):
    case, decision = decisions.decided(decisions.ready(code))
    assert decision.effective_from == date(2026, 10, 1)
    assert decision.amount_fen == decision.assessment.amount_fen
    case.request.application.refresh_from_db()
    assert case.request.application.state == State.CLOSED
    letter = actions.serve(
        letter=decisions.letter_of(decision), how=Service.HANDED_OVER,
        served_on=date(2026, 9, 23), to=case.person, signature=png(), by=case.village,
        at=beijing(date(2026, 9, 23)),
    )  # fmt: skip
    assert letter.served_on == date(2026, 9, 23)


def test_a_refusal_says_reason_law_and_remedies(tmp_path):
    _case, decision = decisions.refused()
    text = pdf_text(open_file(decisions.letter_of(decision).file), tmp_path)
    plain = "".join(text.split())
    assert "不予确认告知书" in plain
    assert "刘桂英" in plain
    assert "中华人民共和国社会救助法" in plain
    assert "第十八条" not in plain  # read in a mirror only: the law's name, no number
    assert "60日内" in plain
    assert "益阳市资阳区人民政府" in plain
    assert "家庭年收入高于当地低保标准" in plain
    assert "2026年9月22日" in plain


def test_a_name_the_font_lacks_is_said_on_the_paper(tmp_path):
    _case, decision = decisions.decided(decisions.ready(name="刘𠮷英"))
    text = pdf_text(open_file(decisions.letter_of(decision).file), tmp_path)
    assert "请在空白处手写补上" in "".join(text.split())
