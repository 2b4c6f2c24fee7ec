"""Gallery, editions and error pages over HTTP; and that nothing inline slips into a template."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from doudi.ui.templatetags.doudi import BUTTONS, KINDS, RESULTS, register

TEMPLATES = Path(__file__).parents[2] / "doudi" / "ui" / "templates"
PAGES = ["", "portal/", "home/", "field/", "public/", "auth/", "tray/", "household/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.django_db
def test_gallery_pages_have_their_landmarks(client, page):
    html = client.get(f"/ui/gallery/{page}").content.decode()
    assert '<html lang="zh-Hans"' in html
    assert html.count("<h1") == 1
    assert 'id="main"' in html
    assert 'href="#main"' in html
    assert 'aria-live="polite"' in html


@pytest.fixture
def shown(client, db) -> tuple[str, set[str]]:
    """All gallery pages as one text, and the templates that they were made of."""
    answers = [client.get(f"/ui/gallery/{page}") for page in PAGES]
    made_of = {one.name for answer in answers for one in answer.templates if one.name}
    return "".join(answer.content.decode() for answer in answers), made_of


def test_the_gallery_shows_every_tag_and_component(shown):
    html, made_of = shown
    folder = TEMPLATES / "ui"
    parts = {str(one.relative_to(TEMPLATES)) for one in folder.rglob("components/*.html")}
    bases = {f"ui/{base}.html" for base in ("desk", "portal", "field", "public", "auth")}
    assert (parts | bases) - made_of == set()
    sources = "".join(one.read_text() for one in folder.rglob("gallery/*.html"))
    sources += "".join((folder / one).read_text() for one in ("desk.html", "field.html"))
    sources += "".join((TEMPLATES / one).read_text() for one in parts)  # each was shown
    tags = {name for name in register.tags if not re.search(rf"{{%\s*{name}\b", sources)}
    filters = {name for name in register.filters if f"|{name}" not in sources}
    assert tags | filters == set()


def test_the_gallery_shows_every_state_of_a_component(shown):
    html, _ = shown
    wanted = [
        *(f'"dd-state {kind}"' for kind in KINDS),
        *(f'"{look}"' for look in BUTTONS.values()),
        *(f'"dd-notice {kind}"' for kind in ("ok", "wait", "bad", "info")),
        *(f'"dd-notice {level}"' for level in ("success", "info", "warning", "error")),
        *(f">{word}<" for word, _kind in RESULTS.values()),
        *(f'<li class="{state}"' for state in ("done", "now", "todo")),
        'rel="prev"', 'rel="next"', "dd-stale", "disabled aria-describedby", "dd-errors",
        "dd-field wrong", "data-signature",
        "<progress", 'value="0"', 'value="300"', "未知", "各行相加与合计不一致", "步都已办完",
    ]  # fmt: skip
    assert [one for one in wanted if one not in html] == []


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "409", "429", "500", "503"])
@pytest.mark.django_db
def test_error_pages_say_what_to_do_and_whom_to_call(client, code):
    client.raise_request_exception = False
    answer = client.get(f"/ui/gallery/error/{code}/")
    assert answer.status_code == int(code[:3])
    assert "tel:12345" in answer.content.decode()
    assert "请" in answer.content.decode()


@pytest.mark.parametrize("code", ["400", "404", "500", "503"])
def test_error_pages_need_no_request(code):
    assert "tel:12345" in get_template(f"{code}.html").render()


@pytest.mark.django_db
def test_elder_edition_is_kept_and_left(client):
    answer = client.get("/ui/edition/elder/?next=/ui/gallery/home/")
    assert answer["Location"] == "/ui/gallery/home/"
    assert 'class="elder"' in client.get("/ui/gallery/home/").content.decode()
    client.get("/ui/edition/standard/?next=/")
    assert 'class="elder"' not in client.get("/ui/gallery/home/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.invalid/", "//evil.invalid/", "javascript:x"])
@pytest.mark.django_db
def test_edition_sends_nobody_elsewhere(client, target):
    assert client.get("/ui/edition/elder/", {"next": target})["Location"] == "/"


@pytest.mark.django_db
def test_unknown_editions_and_pages_are_not_found(client):
    assert client.get("/ui/edition/other/").status_code == 404
    assert client.get("/ui/gallery/other/").status_code == 404


@pytest.mark.django_db
def test_public_pages_stay_out_of_search_engines(client):
    assert "noindex" in client.get("/ui/gallery/public/").content.decode()
    assert "noindex" not in client.get("/ui/gallery/home/").content.decode()


@pytest.mark.django_db
def test_current_tray_is_marked(client):
    html = client.get("/ui/gallery/tray/").content.decode()
    assert re.search(r'href="/ui/gallery/tray/" aria-current="page"', html)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:|hx-on", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert text.count("\n") <= 150
