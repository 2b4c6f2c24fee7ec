"""The twelve forms of one family's way, each read and sent as its actor would."""

from __future__ import annotations

import base64
import io
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from PIL import Image, ImageDraw

from benchmarks.load.client import Browser, Timings, Unexpected
from benchmarks.load.staff import Village
from doudi.common.identity import check_digit

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "秀兰桂英玉梅春花冬莲金凤银娥月红水生德福建国"
A_DAY = 900  # numbers of one birthday that the bench uses


@dataclass
class Family:
    """A grandmother and the grandchild she brings up, under way; keys are found on the way."""

    serial: int
    village: Village
    session: str = ""
    key: str = ""
    household: str = ""
    plan: int = 0
    check: int = 0
    request: int = 0
    failed: bool = False

    @property
    def name(self) -> str:
        n = self.serial
        return SURNAMES[n % 20] + GIVEN[n // 20 % 20] + GIVEN[n // 400 % 20]

    @property
    def phone(self) -> str:
        return f"139{self.serial:08d}"

    def number(self, born: date, sex: int) -> str:
        day = born + timedelta(days=self.serial // A_DAY)
        first17 = f"430902{day:%Y%m%d}{self.serial % A_DAY // 2 * 2 + sex:03d}"
        if self.serial % 2:
            first17 = f"430901{first17[6:]}"
        return first17 + check_digit(first17)


@dataclass
class Way:
    """One family and the browsers of everybody who handles it, on one thread."""

    family: Family
    port: int
    officers: dict[int, str]  # user → session
    timings: Timings
    due: float = 0.0
    _open: dict[str, Browser] = field(default_factory=dict)

    def phone(self) -> Browser:
        return self._browser("phone", self.family.session)

    def officer(self, duty: str) -> Browser:
        return self._browser(duty, self.officers[self.family.village.officers[duty].user_id])

    def _browser(self, name: str, session: str) -> Browser:
        if name not in self._open:
            self._open[name] = Browser(self.port, session, self.timings)
        browser = self._open[name]
        browser.due, self.due = self.due, 0.0
        return browser


def start(way: Way) -> None:
    family, phone = way.family, way.phone()
    page = phone.read("start", f"/apply/me/?place={family.village.code}")
    led = phone.write(
        "start", "/apply/me/", page, place=family.village.code, name=family.name,
        number=family.number(date(1950, 1, 1), 0), registration="rural",
        address=f"{family.serial % 12 + 1} 组 {family.serial % 90 + 1} 号",
    )  # fmt: skip
    family.key = _found(r"/apply/([0-9a-f-]{36})/", led)


def members(way: Way) -> None:
    family, phone = way.family, way.phone()
    path = f"/apply/{family.key}/members/add/"
    phone.write(
        "members", path, phone.read("members", path), name=f"{family.name[0]}小{family.name[2]}",
        number=family.number(date(2014, 1, 1), 1), relation="grandchild", student="compulsory",
        disability_kind="none", disability_level="", illness="none",
    )  # fmt: skip


def sign(way: Way) -> None:
    phone, own = way.phone(), f"/apply/{way.family.key}/sign/"
    path = _found(rf'"({own}\d+/)"', phone.read("sign", own))
    phone.write("sign", path, phone.read("sign", path), signature=drawn(way.family.serial))


def submit(way: Way) -> None:
    phone, own = way.phone(), f"/apply/{way.family.key}"
    phone.write("submit", f"{own}/submit/", phone.read("submit", f"{own}/look/"))


def accept(way: Way) -> None:
    _press(way, "acceptor", "accept", f"/desk/applications/{way.family.key}/accept/")


def plan_visit(way: Way) -> None:
    family, who = way.family, way.family.village.officers
    town, path = way.officer("acceptor"), f"/desk/visits/plan/{family.household}/dibao/"
    page = town.read("plan visit", path)
    days = {n: _found(rf'name="{n}" value="([\d-]+)"', page) for n in ("visit_on", "due_on")}
    led = town.write(
        "plan visit", path, page, first=who["first"].post_id, second=who["second"].post_id,
        checklist="dibao" if 'value="dibao"' in page else _chosen(page), **days,
    )  # fmt: skip
    family.plan = int(_found(r"/visits/(\d+)/", led))


def _chosen(page: str) -> str:
    return _found(r'<option value="([^"]+)" selected', page.partition('name="checklist"')[2])


def record_visit(way: Way) -> None:
    own = f"/desk/visits/field/{way.family.plan}/"
    _press(way, "first", "record visit", f"{own}finish/", own)


def record_check(way: Way) -> None:
    own = f"/desk/verification/{way.family.check}/"
    _press(way, "verifier", "record check", f"{own}report/", own)


def opinion(way: Way) -> None:
    own = f"/desk/decisions/requests/{way.family.request}/"
    _press(
        way, "leader", "opinion", f"{own}opinion/", own, recommendation="grant",
        reason="经核实，家庭人均收入低于标准，财产符合规定。",
    )  # fmt: skip


def post_notice(way: Way) -> None:
    _press(
        way, "leader", "post notice", "/desk/decisions/sheets/prepare/",
        "/desk/decisions/trays/posting/", kind="before", requests=way.family.request,
    )  # fmt: skip


def propose(way: Way) -> None:
    own = f"/desk/decisions/requests/{way.family.request}/"
    _press(
        way, "reviewer", "propose", f"{own}propose/", own, outcome="granted",
        reason="同意乡镇（街道）审核意见。",
    )  # fmt: skip


def decide(way: Way) -> None:
    own = f"/desk/decisions/requests/{way.family.request}/"
    page = way.officer("decider").read("decide", own)
    path = _found(r'"(/desk/decisions/proposals/\d+/decide/)"', page)
    way.officer("decider").write("decide", path, page)


def _press(way: Way, duty: str, station: str, path: str, page: str = "", **given: object) -> None:
    officer = way.officer(duty)
    officer.write(station, path, officer.read(station, page or path), **given)


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise Unexpected(f"nothing like {pattern} on the page")
    return found.group(1)


def drawn(seed: int) -> str:
    """A signature that no other family has, as the canvas sends it."""
    chance, picture = random.Random(seed), Image.new("L", (300, 110), "white")
    points = [(10 + 28 * n, chance.randrange(10, 100)) for n in range(11)]
    ImageDraw.Draw(picture).line(points, fill=20, width=4)
    memory = io.BytesIO()
    picture.save(memory, "PNG")
    return "data:image/png;base64," + base64.b64encode(memory.getvalue()).decode()


Step = Callable[[Way], None]
# What can be done in a row; between two of them days pass and other offices do their part.
PHASES: tuple[tuple[Step, ...], ...] = (
    (start,),
    (members, sign, submit),
    (accept,),
    (plan_visit,),
    (record_visit, record_check),
    (opinion, post_notice),
    (propose, decide),
)
STEPS = sum(len(phase) for phase in PHASES)
