"""一户一档: one request's whole case as numbered parts, ready for `print/volume.typ`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from doudi.applications.models import Request
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.decisions.queries.volume import deciding, examination, family
from doudi.decisions.queries.words import place_path, programme_name
from doudi.decisions.rules import volume as rules
from doudi.decisions.rules.volume import Part
from doudi.files.models import File
from doudi.files.queries import open_file
from doudi.people.queries import current_name, members
from doudi.ui.print import missing_glyphs, thumbnail
from doudi.ui.text import cn_date, iso_moment

PICTURE = "image/"


@dataclass(frozen=True)
class Volume:
    """`data` and `images` are what `render_pdf` takes; `parts` how many parts it has."""

    data: dict[str, Any]
    images: dict[str, bytes]
    parts: int


def volume(
    request: Request, *, by: Officer, office: str, at: datetime, more: Sequence[Part] = ()
) -> Volume:
    """The whole case as it is known at `at`. `more`: parts of later nouns, before the papers.

    Pictures are small and bounded (`rules.MOST_PICTURES`); full identity numbers stand in the form,
    so the caller records who asked and why.
    """
    parts = [*_parts(request, at), *more, deciding.papers(request)]
    data = {**_cover(request, office, by, at), "parts": [_plain(part) for part in parts]}
    return Volume(data, _images(parts), len(parts))


def _parts(request: Request, at: datetime) -> list[Part]:
    application = request.application
    return [
        family.application_form(request, at),
        family.authorisations(application),
        *family.promises(request),
        *family.scans(application),
        *examination.visits(application),
        *examination.checks(application),
        examination.assessment(request),
        examination.opinions(request),
        deciding.postings(request),
        *deciding.conferences(request),
        deciding.decisions(request),
        *deciding.letters(request),
    ]


def _cover(request: Request, office: str, by: Officer, at: datetime) -> dict[str, Any]:
    application = request.application
    name = current_name(application.applicant)
    people = members(application.household, day_of(at))
    accepted = application.accepted_at
    return {
        "title": "社会救助案卷",
        "office": office,
        "on": cn_date(at),
        "number": application.number,
        "programme": programme_name(request.programme),
        "watermark": f"{by.name} {iso_moment(at)} 内部材料 不得外传",
        "cover": [
            ["档号", application.number],
            ["申请人", name],
            ["家庭成员", f"{len(people)} 人"],
            ["家庭住址", place_path(application.place)],
            ["受理日期", cn_date(accepted) if accepted else "还没有受理"],
            ["现在的状态", application.get_state_display()],
        ],
        "made": _made(by, office, at, "".join(one.name for one in people)),
    }


def _made(by: Officer, office: str, at: datetime, names: str) -> str:
    by_hand = "　姓名里有打印不出的字，请在空白处手写补上。" if missing_glyphs(names) else ""
    return f"{office} {by.name} 于 {iso_moment(at)} 调阅打印，用途和调阅人已记入操作留痕。{by_hand}"


def _plain(part: Part) -> dict[str, Any]:
    return {"code": part.code, "title": part.title, "blocks": list(part.blocks)}


def _images(parts: Sequence[Part]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, file in rules.within_bound(parts).items():
        shown = _image(file)
        if shown:
            found[name] = shown
    return found


def _image(file: File) -> bytes:
    """Empty for what is no picture (a scan kept as PDF)."""
    if not file.media_type.startswith(PICTURE):
        return b""
    return thumbnail(open_file(file), pixels=rules.PICTURE_PIXELS)
