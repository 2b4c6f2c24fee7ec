"""Windows on the served pages. A page that is new in any way is examined as it is met:
axe, policy, console, width, language."""

import base64
import hmac
import io
import re
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from demo.staff import SECRETS, STAFF
from doudi.accounts.queries.demo import DEMO_PASSWORD
from tests.journeys.world import World, wait_for

PHONE, DESK = (390, 844), (1440, 900)
SCREENSHOTS = Path(__file__).parents[2] / "docs" / "screenshots"
FIELD = {"cunwei", "heshi1", "heshi2", "czcunwei", "czheshi", "czshegong"}
# English is for addresses, for what a person typed in Latin letters, for kinds of file, and for
# the word that leads to English pages.
_LATIN = re.compile(r"[A-Za-z]{2,}")
_ALLOWED = re.compile(
    r"\bEnglish\b|https?://\S+|\b[\w-]+\.(?:net|com|cn)\b|\b(?:PDF|CSV|XLSX|MB)\b"
    r"|\b[A-Z]{1,4}[-\d][\w-]*|dibao/\S+"
    r"|\b(?:[0-9a-f]{12}|[0-9a-f]{16}|[0-9a-f]{64})\b|\b[2-9A-Z]{4}-?[2-9A-Z]{4}\b"
)
_IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|(?<=/sign/)[^/?]+|(?<=/check/)[^/?]+")


@dataclass
class Cast:
    """The browser and everybody in it."""

    playwright: Any
    browser: Any
    world: World
    axe: str
    faults: list[str] = field(default_factory=list)

    def window(self, size: tuple[int, int], edition: str = "", cookies: Any = None) -> "Screen":
        """`edition`: "elder" has chosen the large type, "plain" has JavaScript switched off."""
        options: dict[str, Any] = {"viewport": {"width": size[0], "height": size[1]}}
        if size == PHONE:
            device = dict(self.playwright.devices["iPhone 13"])
            device.pop("default_browser_type")
            options = device | options
        options["java_script_enabled"] = edition != "plain"
        context = self.browser.new_context(
            locale="zh-CN", accept_downloads=True, storage_state=cookies, **options
        )
        screen = Screen(self, context.new_page(), size, edition)
        return screen.go("/").follow("大字版") if edition == "elder" else screen

    def citizen(self, phone: str, edition: str = "") -> "Screen":
        return self.sign_in(self.window(PHONE, edition).go("/sign-in/"), phone)

    def sign_in(self, screen: "Screen", phone: str) -> "Screen":
        """With a mobile number and the code that came by text message."""
        known = self.texts_to(phone)
        screen.fill("手机号码", phone).press("获取验证码")
        screen.fill("6 位验证码", self.code_sent_to(phone, known))
        return screen.press("登录")

    def officer(self, username: str, size: tuple[int, int] | None = None) -> "Screen":
        """Signed in; in the browser of the last time, while that sign-in lasts."""
        size = size or (PHONE if username in FIELD else DESK)
        if kept := self.world.signed_in.get(username):
            screen = self.window(size, cookies=kept).go("/desk/")
            if "/sign-in/" not in screen.page.url:
                return screen
            screen.close()
        screen = self._sign_in_officer(self.window(size).go("/sign-in/officer/"), username)
        self.world.signed_in[username] = screen.page.context.storage_state()
        return screen

    def _sign_in_officer(self, screen: "Screen", username: str) -> "Screen":
        """Password, then TOTP; for field duties the code of a text message."""
        screen.fill("用户名", username).fill("密码", DEMO_PASSWORD)
        number = next(n for n, row in enumerate(STAFF) if row[0] == username)
        phone = f"1390000{number:04d}"
        known = self.texts_to(phone) if username in FIELD else []
        screen.press("下一步")
        code = self.code_sent_to(phone, known) if username in FIELD else self.totp(number)
        return screen.fill("6 位验证码", code).press("登录")

    def totp(self, number: int) -> str:
        """The authenticator's six digits (RFC 6238); each is good for one sign-in only."""
        username = STAFF[number][0]
        secret = base64.b32decode(SECRETS[number:] + SECRETS[:number])
        while True:
            if time.time() % 30 < 27:
                code = _totp(secret, int(time.time()) // 30)
                if self.world.codes.get(username) != code:
                    self.world.codes[username] = code
                    return code
            time.sleep(0.5)

    def texts_to(self, number: str) -> list[str]:
        """What stands on the demo's page of phones for this number, newest first."""
        page = self.browser.new_page()
        page.goto(f"{self.world.url}/phone/")
        cards = page.locator("section.dd-card", has=page.get_by_role("heading", name=number))
        texts = [text.partition("\n")[2] for text in cards.all_inner_texts()]
        page.close()
        return texts

    def code_sent_to(self, phone: str, known: list[str]) -> str:
        # the page shows the newest messages only: what is new is seen by its words, not by counting
        wait_for(lambda: self.texts_to(phone)[:1] not in ([], known[:1]), f"a code is on {phone}")
        found = re.search(r"\b\d{6}\b", self.texts_to(phone)[0].replace("验证码", " "))
        assert found, self.texts_to(phone)[0]
        return found.group()


def _totp(secret: bytes, counter: int) -> str:
    digest = hmac.digest(secret, counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    value = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{value % 1_000_000:06d}"


def keep(name: str, picture: Image.Image) -> None:
    """A picture of the README, in few colours."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    few = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(SCREENSHOTS / f"{name}.png", optimize=True)


def keep_page(name: str, pdf: bytes) -> None:
    """The first page of a printed page."""
    made = ["pdftoppm", "-png", "-singlefile", "-scale-to", "844", "-"]
    done = subprocess.run(made, input=pdf, capture_output=True, check=True)
    keep(name, Image.open(io.BytesIO(done.stdout)))


class Screen:
    """One person's window; every verb returns the screen, so that steps read as sentences."""

    def __init__(self, cast: Cast, page: Any, size: tuple[int, int], edition: str) -> None:
        self.cast, self.page, self.size, self.edition = cast, page, size, edition
        page.on("console", self._hear)
        page.on("pageerror", lambda error: cast.faults.append(f"{page.url}: {error}"))
        page.set_default_timeout(10_000)

    def _hear(self, told: Any) -> None:
        # the browser's own note about a page that came back with its faults named (422)
        if told.type in {"error", "warning"} and "status of 422" not in told.text:
            self.cast.faults.append(f"{self.page.url}: {told.text}")

    # ── moving ──────────────────────────────────────────────────────────────────────────────
    def go(self, path: str) -> "Screen":
        answer = self.page.goto(path if path.startswith("http") else self.cast.world.url + path)
        assert answer.status < 400, f"{path}: {answer.status}\n{self.cast.world.logs()[-3000:]}"
        return self.examine()

    def press(self, name: str, within: Any = None) -> "Screen":
        """A button that leads to a page."""
        button = (within or self.page).get_by_role("button", name=name, exact=True).first
        assert button.is_enabled(), self._why_not(button)
        with self.page.expect_event("load"):
            button.click()
        return self.examine()

    def _why_not(self, button: Any) -> str:
        """What the page says beside a button that cannot be pressed."""
        reason = button.get_attribute("aria-describedby")
        return self.page.locator(f"#{reason}").inner_text() if reason else "disabled"

    def follow(self, name: str, within: Any = None, exact: bool = False) -> "Screen":
        link = (within or self.page).get_by_role("link", name=name, exact=exact).first
        with self.page.expect_event("load"):
            link.click()
        return self.examine()

    def open_row(self, name: str, link: str = "打开") -> "Screen":
        return self.follow(link, within=self.row(name))

    def row(self, name: str) -> Any:
        return self.page.get_by_role("row").filter(has_text=name).first

    # ── filling in ──────────────────────────────────────────────────────────────────────────
    def fill(self, label: str, value: str, within: Any = None) -> "Screen":
        (within or self.page).get_by_label(label).first.fill(value)
        return self

    def pick(self, label: str, option: str, within: Any = None) -> "Screen":
        (within or self.page).get_by_label(label).first.select_option(label=option)
        return self

    def tick(self, label: str, within: Any = None) -> "Screen":
        (within or self.page).get_by_label(label, exact=True).first.check()
        return self

    def attach(self, label: str, name: str, content: bytes, kind: str) -> "Screen":
        file = {"name": name, "mimeType": kind, "buffer": content}
        self.page.get_by_label(label).first.set_input_files(file)
        return self

    def draw(self, label: str = "") -> "Screen":
        """A signature with the finger's path on the pad."""
        scope = self.page.locator("[data-signature]").filter(has_text=label).first
        pad = scope.locator("canvas")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        self.page.mouse.move(box["x"] + 30, box["y"] + 60)
        self.page.mouse.down()
        for right, down in ((80, 20), (120, 90), (170, 30), (230, 80)):
            self.page.mouse.move(box["x"] + right, box["y"] + down, steps=4)
        self.page.mouse.up()
        assert scope.get_by_text("已签名").is_visible()
        return self

    # ── looking ─────────────────────────────────────────────────────────────────────────────
    def text(self) -> str:
        return str(self.page.locator("body").inner_text())

    def reads(self, *words: str) -> "Screen":
        text = self.text()
        for word in words:
            assert word in text, f"{word} is not on {self.page.url}:\n{text}"
        return self

    def hides(self, *words: str) -> "Screen":
        text = self.text()
        for word in words:
            assert word not in text, f"{word} is on {self.page.url}:\n{text}"
        return self

    def fetch(self, path: str, kind: str = "application/pdf") -> bytes:
        """A file as this person would download it."""
        answer = self.page.context.request.get(self.cast.world.url + path)
        assert answer.status == 200, f"{path}: {answer.status}\n{self.cast.world.logs()[-3000:]}"
        assert answer.headers["content-type"].startswith(kind)
        return bytes(answer.body())

    def link(self, name: str) -> str:
        return str(self.page.get_by_role("link", name=name).first.get_attribute("href"))

    def examine(self) -> "Screen":
        """Faults at once; a page in a shape not met before is looked at closely."""
        page = self.page
        assert self.cast.faults == [], "\n".join(self.cast.faults)
        heads = tuple(page.locator("h1, h2, legend").all_inner_texts())
        named = (_IDS.sub("*", page.url), *(_IDS.sub("*", head) for head in heads))
        shape = (self.size, self.edition, *named)
        if shape in self.cast.world.examined:
            return self
        self.cast.world.examined.add(shape)
        if "/sign-in/" not in page.url:
            self._check_language()
        self._check_width()
        if self.edition != "plain":  # axe waits for timers, which are scripts too
            self._check_access()
        return self

    def _check_access(self) -> None:
        self.page.evaluate(self.cast.axe)
        asked = "axe.run({resultTypes: ['violations'], selectors: false})"
        found = self.page.evaluate(asked)["violations"]
        named = [(one["id"], [n["html"] for n in one["nodes"]]) for one in found]
        assert named == [], f"{self.page.url}: {named}"

    def _check_width(self) -> None:
        """No sideways scrolling: as it is, on the narrowest phone, at double size."""
        self._fits()
        if self.page.locator("body.dd-phone").count():
            self._enlarge("30px")
            self._fits()
            self._enlarge("")
        small = (360, 640) if self.size == PHONE else (self.size[0] // 2, self.size[1] // 2)
        self._resize(small)
        self._fits()
        self._resize(self.size)

    def _enlarge(self, size: str) -> None:
        """As a browser does whose owner has set a larger letter."""
        self.page.evaluate("size => { document.documentElement.style.fontSize = size }", size)

    def _resize(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def _fits(self) -> None:
        wide, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= room, f"{self.page.url}: {wide} wide in {room}\n{self._widest()}"

    def _check_language(self) -> None:
        words = _LATIN.findall(_ALLOWED.sub(" ", self.text()))
        assert words == [], f"{self.page.url} is not all Chinese: {words}"

    def _widest(self) -> str:
        return str(
            self.page.evaluate(
                """[...document.querySelectorAll('body *')]
                .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
                .slice(0, 5).map((one) => one.outerHTML.slice(0, 160)).join('\\n')"""
            )
        )

    def shoot(self, name: str, top: str = "") -> "Screen":
        """A picture for the README: as large as the screen, few colours."""
        if top:
            found = self.page.get_by_text(top).first
            found.evaluate("one => one.scrollIntoView({block: 'start'})")
        else:
            self.page.evaluate("window.scrollTo(0, 0)")
        keep(name, Image.open(io.BytesIO(self.page.screenshot(scale="css"))))
        return self

    def close(self) -> None:
        self.page.context.close()
