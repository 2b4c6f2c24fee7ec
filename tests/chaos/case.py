"""One family's case, from the first page to the letter: each step is what one person presses."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from demo.pictures import photograph, signature
from doudi.common.identity import check_digit
from tests.chaos.browser import Browser, File
from tests.chaos.pages import Form, Page
from tests.chaos.people import Family

VILLAGE = "430902106219"
SURNAMES = "秦尤许何吕施张孔曹严华金魏陶姜"
DATA_URL = "data:image/png;base64,"
Clock = Callable[[], date]


def number(born: str, serial: int) -> str:
    """An identity number of nobody, with a valid check digit."""
    first17 = f"430902{born}{serial % 1000:03d}"
    return first17 + check_digit(first17)


def drawn(seed: int) -> str:
    return DATA_URL + base64.b64encode(signature(seed)).decode()


def picture(seed: int) -> File:
    return ("picture.jpg", photograph(seed), "image/jpeg")


@dataclass
class Case:
    """`browsers` by role; the family's own under "family". `name` is how the log calls the case."""

    family: Family
    browsers: dict[str, Browser]
    today: Clock
    key: str = ""
    at: int = 0  # the next step
    household: str = ""
    request: str = ""
    plan: str = ""
    check: str = ""
    sheet: str = ""
    hung: date | None = None
    known: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.family.phone

    def post(self, role: str, what: str, path: str, data=None, **files: File) -> str:  # type: ignore[no-untyped-def]
        return self.browsers[role].post(what, self.name, path, data, **files)

    def page(self, role: str, path: str) -> Page:
        return self.browsers[role].get(path)

    @property
    def desk(self) -> str:
        return f"/desk/cases/{self.key}/"

    # ── the family, on its phone ────────────────────────────────────────────────────────────
    def start(self) -> None:
        serial = self.family.serial
        data = {
            "place": VILLAGE, "registration": "rural", "address": "二组 8 号",
            "name": f"{SURNAMES[serial % 15]}玉兰",
            "number": number(f"1952{serial // 1000 % 12 + 1:02d}12", serial),
        }  # fmt: skip
        location = self.post("family", "start", f"/apply/me/?place={VILLAGE}", data)
        self.key = location.split("/")[2]

    def condition(self) -> None:
        well = {"student": "none", "disability_kind": "none", "illness": "none"}
        self.post("family", "condition", f"/apply/{self.key}/me/", well)

    def member(self) -> None:
        serial = self.family.serial
        child = {
            "name": "秦小满", "relation": "grandchild", "student": "compulsory",
            "number": number(f"2015{serial // 1000 % 12 + 1:02d}21", serial),
            "disability_kind": "none", "illness": "none",
        }  # fmt: skip
        self.post("family", "member", f"/apply/{self.key}/members/add/", child)

    def item(self) -> None:
        path = f"/apply/{self.key}/living/add/resident_pension/"
        form = _own(self.page("family", path))
        self.post("family", "item", path, form.filled(amount="123", per="month"))

    def account(self) -> None:
        path = f"/apply/{self.key}/account/"
        given = {"bank": "湖南农村商业银行", "number": f"62179900{self.family.serial:011d}"}
        self.post("family", "account", path, _own(self.page("family", path)).filled(**given))

    def sign(self) -> None:
        base = f"/apply/{self.key}/sign/"
        person = self.page("family", base).find(rf"{base}(\d+)/")
        self.post("family", "sign", f"{base}{person}/", {"signature": drawn(self.family.serial)})

    def submit(self) -> None:
        self.post("family", "submit", f"/apply/{self.key}/submit/")

    # ── village and town ────────────────────────────────────────────────────────────────────
    def take_in(self) -> None:
        data = {"view": "agrees", "remark": "情况属实，家庭确有困难。"}
        self.post("cunwei", "take_in", f"/desk/applications/{self.key}/take-in/", data)

    def accept(self) -> None:
        self.post("shouli", "accept", f"/desk/applications/{self.key}/accept/")

    def ask(self) -> None:
        page = self.page("shouli", self.desk)
        self.household = page.find(r"/desk/verification/household/([0-9a-f-]+)/dibao/")
        path = f"/desk/verification/household/{self.household}/dibao/"
        self.check = self.post("shouli", "ask", path)

    def plan_visit(self) -> None:
        path = f"/desk/visits/plan/{self.household}/dibao/"
        form = _own(self.page("shouli", path))
        given = {"first": form.choice("first", "陈立"), "second": form.choice("second", "李娜")}
        given["visit_on"] = self.today().isoformat()
        self.plan = self.post("shouli", "plan", path, form.filled(**given)).split("/")[3]

    def visit_start(self) -> None:
        form = self._record().form("/start/")
        self.known["visit"] = form.fields["visit"]
        self.post("heshi1", "visit_start", self._field("start/"), form.filled(met="本人"))

    def visit_answers(self) -> None:
        page = self._record()
        for part in ("members", "home", "neighbours"):
            path = self._field(f"answers/{part}/")
            form = page.form(f"/answers/{part}/")
            self.post("heshi1", "visit_answer", path, form.filled("与申报一致", **self._visit()))

    def visit_evidence(self) -> None:
        path = self._field("evidence/photo/")
        self.post("heshi1", "visit_photo", path, self._visit(), photo=picture(self.family.serial))
        for n, who in enumerate(("family", "first", "second")):
            kind = f"signature_{who}"
            data = self._visit() | {kind: drawn(self.family.serial * 3 + n)}
            self.post("heshi1", "visit_signature", self._field(f"evidence/{kind}/"), data)

    def visit_finish(self) -> None:
        self.post("heshi1", "visit_finish", self._field("finish/"), self._visit())

    def _record(self) -> Page:
        return self.page("heshi1", self._field(""))

    def _field(self, rest: str) -> str:
        return f"/desk/visits/field/{self.plan}/{rest}"

    def _visit(self) -> dict[str, str]:
        return {"visit": self.known["visit"]}

    # ── the check ───────────────────────────────────────────────────────────────────────────
    def check_start(self) -> None:
        self.post("hedui", "check_start", f"{self.check}start/")

    def check_sources(self) -> None:
        page = self.page("hedui", self.check)
        for code in page.find_all(rf"{self.check}sources/([a-z_]+)/"):
            path = f"{self.check}sources/{code}/"
            form = _own(self.page("hedui", path))
            asked = [name for name in {*form.choices, *form.texts} if "-" in name]
            state = "answered" if asked else "no_record"
            given = {"state": state, "as_of": self.today().isoformat(), "note": ""}
            self.post("hedui", "check_source", path, form.filled("0", **given))

    def check_report(self) -> None:
        self.post("hedui", "check_report", f"{self.check}report/")

    # ── opinion, posting, decision, letter ──────────────────────────────────────────────────
    def unit(self) -> None:
        self.post("shenhe", "unit", f"/desk/applications/{self.key}/unit/")

    def assess(self) -> None:
        self.request = self.page("shenhe", self.desk).find(r"(/desk/decisions/requests/\d+/)")
        self.post("shenhe", "assess", f"{self.request}assess/")

    def opinion(self) -> None:
        data = {"recommendation": "grant", "reason": "家庭人均收入低于标准。"}
        self.post("shenhe", "opinion", f"{self.request}opinion/", data)

    def prepare(self) -> None:
        data = {"kind": "before", "requests": self.request.split("/")[4]}
        self.sheet = self.post("shenhe", "prepare", "/desk/decisions/sheets/prepare/", data)

    def hang(self) -> None:
        self.hung = self.today()
        data = {"hung_on": self.hung.isoformat(), "where": "村务公开栏"}
        self.post("cunwei", "hang", f"{self.sheet}hang/", data, photo=picture(9))

    def take_down(self) -> None:
        self.post("cunwei", "take_down", f"{self.sheet}take-down/", photo=picture(11))

    def propose(self) -> None:
        data = {"outcome": "granted", "reason": "同意乡镇（街道）审核意见。"}
        self.post("fuhe", "propose", f"{self.request}propose/", data)

    def decide(self) -> None:
        page = self.page("queren", self.request)
        self.post("queren", "decide", page.find(r"(/desk/decisions/proposals/\d+/decide/)"))

    def serve(self) -> None:
        path = self.page("cunwei", self.desk).find(r"(/desk/decisions/letters/\d+/)")
        form = self.page("cunwei", path).form("/serve/")
        given = {"how": "handed_over", "signature": drawn(self.family.serial)}
        self.post("cunwei", "serve", f"{path}serve/", form.filled(**given))


def _own(page: Page) -> Form:
    """The form that is sent to the page's own address."""
    return page.form("")


STEPS = (
    Case.start, Case.condition, Case.member, Case.item, Case.account, Case.sign, Case.submit,
    Case.take_in, Case.accept, Case.ask, Case.plan_visit, Case.visit_start, Case.visit_answers,
    Case.visit_evidence, Case.visit_finish, Case.check_start, Case.check_sources,
    Case.check_report, Case.unit, Case.assess, Case.opinion, Case.prepare, Case.hang,
    Case.take_down, Case.propose, Case.decide, Case.serve,
)  # fmt: skip
HANGS = STEPS.index(Case.take_down)  # before this step the sheet hangs for seven days
