"""The printed samples of `docs/samples`: made-up families on fixed days, by the demo's actions.

Ids and codes differ from run to run, so `tests/samples` compares the words, not the bytes.
"""

import hashlib
from datetime import date

from demo import story as stations
from demo.families import FAMILIES
from demo.staff import SETUP, hire
from demo.story import Story
from doudi.accounts.queries import place_by_code
from doudi.awards.actions.awards import grant
from doudi.awards.queries import certificate_of, certificate_pdf
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.decisions.actions.draws import make_key
from doudi.decisions.actions.volume import make_volume, note_paper
from doudi.decisions.models import Decision, Posting
from doudi.decisions.queries import letter_of
from doudi.decisions.queries.posters import poster_data
from doudi.decisions.views.sheets import PAGE as POSTER
from doudi.files.queries import open_file
from doudi.ui.print import render_pdf

SINCE = date(2025, 1, 1)
ASKED = date(2026, 8, 3)
DISTRICT = "430902"
# a month's key that draws neither of the two, so that the pages are the same each time
SECRET = hashlib.sha256(b"doudi sample 22").digest()


def samples() -> dict[str, bytes]:
    """File name → PDF: a certificate, a refusal letter, a posting sheet, a case volume."""
    staff = hire(SINCE, beijing(SINCE))
    make_key(
        place=place_by_code(DISTRICT, ASKED), programme="dibao", month=ASKED.replace(day=1),
        secret=SECRET, by=SETUP, at=beijing(ASKED),
    )  # fmt: skip
    by_name = {family.members[0].name: family for family in FAMILIES}
    granted, refused = (
        Story(by_name[name], staff, serial, ASKED)
        for serial, name in enumerate(("刘桂英", "欧阳春花"), start=1)
    )
    for story in (granted, refused):
        story.start().submit().take_in().accept().ask().visit().check().give_opinion()
    sheet = stations.post([granted])
    decisions = [_decided(story) for story in (granted, refused)]
    award = grant(decision=decisions[0], by=System("awards.pick_up"), at=granted.at(12))
    certificate = certificate_of(award)
    letter = letter_of(refused.request)
    if certificate is None or letter is None:
        raise LookupError("no certificate or no letter was made")
    return {
        "certificate.pdf": certificate_pdf(certificate, granted.day),
        "refusal-letter.pdf": open_file(letter.file),
        "posting-sheet.pdf": _poster(sheet),
        "case-volume.pdf": _volume(granted),
    }


def _decided(story: Story) -> Decision:
    story.day = max(story.day, date(2026, 9, 1))
    decision = stations.decide(story, stations.propose(story))
    stations.serve(story)
    return decision


def _poster(sheet: Posting) -> bytes:
    sheet.refresh_from_db()
    return render_pdf(POSTER, poster_data(sheet), at=sheet.prepared_at)


def _volume(story: Story) -> bytes:
    for what, sheets in (("户口簿复印件", 4), ("村民代表会议签到表", 2)):
        note_paper(
            request=story.request, what=what, kept_where="长春镇档案室 3 号柜", sheets=sheets,
            by=story.staff.leader, at=story.at(16),
        )  # fmt: skip
    return make_volume(
        request=story.request, purpose="年度归档", by=story.staff.leader, at=story.at(17)
    )
