"""Gallery, editions and error pages over HTTP; and that nothing inline slips into a template."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

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


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "409", "429", "500"])
@pytest.mark.django_db
def test_error_pages_say_what_to_do_and_whom_to_call(client, code):
    client.raise_request_exception = False
    answer = client.get(f"/ui/gallery/error/{code}/")
    assert answer.status_code == int(code[:3])
    assert "tel:12345" in answer.content.decode()
    assert "请" in answer.content.decode()


@pytest.mark.parametrize("code", ["400", "404", "500"])
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
