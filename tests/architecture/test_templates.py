"""House rules of templates: size, idempotent forms, a strict content-security policy."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "doudi").rglob("templates/**/*.html"))
FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>(.*?)</form>", re.DOTALL | re.IGNORECASE)
NARROW = re.compile(r"[\"' ]col-(\d|1[01])[\"' ]")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "doudi")))
def test_template(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150, "over 150 lines"
    assert not re.search(r"\sstyle=[\"']", text), "inline style"
    assert not re.search(r"\son[a-z]+=[\"']", text), "inline handler"
    assert not NARROW.search(text), "columns side by side on a phone: col-lg-8, not col-8"
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text), "inline script"
    for form in FORM.findall(text):
        assert "csrf_token" in form, "a form without csrf_token"
        # the library's own sign-in views count their attempts themselves
        if "accounts/" not in str(path):
            assert "request_key" in form, "a POST form whose repeat would act twice"


def test_no_template_is_unused():
    names = {str(p).split("/templates/")[1] for p in TEMPLATES}
    sources = [*(ROOT / "doudi").rglob("*.py"), *TEMPLATES]
    text = "\n".join(p.read_text(encoding="utf-8") for p in sources)
    # found by Django by their status, and the gallery's pages by their name in the address
    by_name = {name for name in names if name[:3].isdigit() or name.startswith("ui/gallery/")}
    library = ("account/", "mfa/", "allauth/", "socialaccount/", "ui/refused")
    unused = [
        name
        for name in sorted(names - by_name)
        if name not in text and not name.startswith(library)
    ]
    assert not unused
