"""What families read: short sentences, and no words of the office without a reason."""

import re

import pytest
import yaml

from tests.portal.words import ROOT, family_pages, said, texts_of

LISTED = yaml.safe_load((ROOT / "portal" / "texts" / "plain_words.yaml").read_text())
MOST = 25
_END = re.compile(r"(?<=[。！？；：])")


@pytest.fixture(scope="module")
def texts() -> set[tuple[str, str]]:
    return set(said())


def length(sentence: str) -> int:
    return len(re.findall(r"\w", sentence))


def too_long(text: str) -> list[str]:
    return [one for one in _END.split(text) if length(one) > MOST]


def words_of_the_office(text: str) -> list[str]:
    for one in LISTED["allowed"]:
        text = text.replace(one["phrase"], "")
    return [one["word"] for one in LISTED["words"] if one["word"] in text]


def test_a_sentence_to_a_family_has_at_most_25_characters(texts):
    allowed = [one["phrase"] for one in LISTED["long"]]
    found = {
        (where, one)
        for where, text in texts
        for one in too_long(text)
        if not any(phrase in one for phrase in allowed)
    }
    assert not found, "\n".join(f"{where}: {one}" for where, one in sorted(found))


def test_families_read_plain_words(texts):
    plain = {one["word"]: one["plain"] for one in LISTED["words"]}
    found = {(where, word, text) for where, text in texts for word in words_of_the_office(text)}
    assert not found, "\n".join(
        f"{where}: {word}，平白的说法：{plain[word]}\n    {text}"
        for where, word, text in sorted(found)
    )


def test_every_exception_is_needed_and_says_why(texts):
    every = "\n".join(text for _, text in texts)
    for one in [*LISTED["allowed"], *LISTED["long"]]:
        assert one["phrase"] in every, f"nobody says {one['phrase']} any more"
        assert one["why"]
    words = [one["word"] for one in LISTED["words"]]
    assert len(words) == len(set(words))


def test_the_pages_and_strings_are_really_found(texts):
    """Else the tests above would pass over nothing."""
    where = {place for place, _ in texts}
    assert {"portal/home.html", "applications/look.html", "decisions/own_letter.html"} <= where
    assert {"portal/forms/asking.py", "applications/forms/people.py", "payments.held"} <= where
    assert {"404.html", "ui/phone.html"} <= family_pages()
    assert "desk/home.html" not in family_pages()
    assert too_long("请" * MOST + "。") == []
    assert too_long("请" * (MOST + 1) + "。") != []
    assert words_of_the_office("逾期不予办理") == ["逾期", "不予"]
    assert texts_of('<p>{% translate "好" %} <b>{{ name }}</b>，您好</p>') == ["好", "某某，您好"]
