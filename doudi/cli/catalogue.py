"""`doudi messages [--check]`: the English catalogue, brought up to date or held against the code.

Chinese is the source language. What templates and code wrap, and what data files show
(`data_texts`), is one catalogue, `doudi/locale/en/LC_MESSAGES/django.po`, in order of the Chinese.
Babel reads and compiles it, so GNU gettext is not needed. No database.
"""

import argparse
import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "doudi"
PO = CODE / "locale" / "en" / "LC_MESSAGES" / "django.po"
WRONG = 1
SINGLE, CONTEXT, PLURAL = None, ((1, "c"), 2), (1, 2)
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "_lazy", "gettext", "gettext_lazy", "gettext_noop"), SINGLE),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
}
HOLE = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\d\}")
CHINESE = re.compile("[\u3400-\u9fff\uff01-\uff5e\u3001\u3002]")

Text = str | tuple[str, str]
Key = tuple[str | None, Text]


def messages_command(argv: Sequence[str]) -> int:
    """0: written, or complete; 1: `--check` found a text that is missing or wrong in English."""
    parser = argparse.ArgumentParser(prog="doudi messages", description="整理英文文本")
    parser.add_argument("--check", action="store_true", help="只比较，不改 · compare only")
    faults = faults_of_catalogue() if parser.parse_args(argv).check else []
    if not parser.parse_args(argv).check:
        update()
    for fault in faults:
        print(fault)
    return WRONG if faults else 0


def update() -> None:
    """Writes the catalogue again: new texts with no English yet, gone texts left out."""
    old, new = read(), Catalog(locale="en", project="doudi", fuzzy=False)
    known = {_key(message): message.string for message in old if message.id}
    for context, text in texts():
        english = known.get((context, text), ("", "") if isinstance(text, tuple) else "")
        new.add(text, string=english, context=context)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(_as_po(new))


def _as_po(catalogue: Catalog) -> bytes:
    """Without dates, so that two people who write it get the same bytes."""
    held = io.BytesIO()
    write_po(held, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    head = (
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return head.encode() + held.getvalue()


def read() -> Catalog:
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def compile_catalogue() -> Path:
    """Makes the file that Django reads, unless it is newer than the catalogue."""
    target = PO.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime > PO.stat().st_mtime:
        return target
    part = target.with_suffix(f".{os.getpid()}")
    with part.open("wb") as file:
        write_mo(file, read())
    part.replace(target)
    return target


# --- what there is to say ---------------------------------------------------------------------


def texts() -> set[Key]:
    """(context, Chinese) of every text that a page may show; a plural is a pair."""
    from doudi.cli.data_texts import data_texts

    return {*wrapped_texts(), *((None, text) for text in data_texts())}


def without_count(found: set[Key]) -> set[Key]:
    """Texts that are said of a number here, with its plural there: one Python finds no English
    for them, another the one of a single thing."""
    return found & {(context, text[0]) for context, text in found if isinstance(text, tuple)}


def wrapped_texts() -> Iterator[Key]:
    """What gettext wraps in templates and code."""
    for path in sorted(CODE.rglob("*.html")):
        yield from _extracted(_template_as_python(path))
    for path in sorted(CODE.rglob("*.py")):
        yield from _extracted(path.read_bytes())


def _template_as_python(path: Path) -> bytes:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    found: str = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.strip() for line in found.splitlines()).encode()


def _extracted(code: bytes) -> Iterator[Key]:
    for _line, text, _comments, context in extract("python", io.BytesIO(code), KEYWORDS):
        yield context, text


# --- what is wrong ----------------------------------------------------------------------------


def faults_of_catalogue() -> list[str]:
    """One line for each text without a right English, and for each English without a text."""
    wanted, known = texts(), {_key(message): message for message in read() if message.id}
    found = [f"say it with its plural (count): {text}" for _, text in without_count(wanted)]
    found += [f"not in the catalogue (make messages): {text}" for _, text in wanted - known.keys()]
    found += [f"no longer shown (make messages): {text}" for _, text in known.keys() - wanted]
    for key in sorted(wanted & known.keys(), key=str):
        fault = _fault(known[key])
        found += [f"{fault}: {key[1]}"] if fault else []
    return found


def _key(message: Any) -> Key:
    return message.context, tuple(message.id) if message.pluralizable else message.id


def _fault(message: Any) -> str:
    chinese, english = message.id, message.string
    if not message.pluralizable:
        chinese, english = (chinese,), (english,)
    if message.fuzzy or not all(english):
        return "no English yet"
    if any(CHINESE.search(one) for one in english):
        return "Chinese in the English"
    holes = sorted(HOLE.findall(chinese[-1]))
    if any(sorted(HOLE.findall(one)) != holes for one in english[-1:]):
        return "other placeholders"
    return ""


if __name__ == "__main__":
    compile_catalogue()
