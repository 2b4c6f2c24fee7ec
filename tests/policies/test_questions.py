"""What the family is asked, and the papers of a programme, name what the input has."""

import re

import pytest
import yaml

from doudi.policies.rules.case_schema import SCHEMA
from doudi.policies.rules.parameters import shipped_values
from doudi.policies.rules.registry import PROGRAMMES, programmes


def fields() -> set[str]:
    """Dotted names a question may ask for: of the file, of a member, or a kind of item."""
    found = set(SCHEMA["properties"])
    for name in ("members", "supporters", "items"):
        one = SCHEMA["properties"][name]["items"]["properties"]
        found |= {f"{name}.{field}" for field in one}
    kinds = SCHEMA["properties"]["items"]["items"]["properties"]["kind"]["enum"]
    return found | {f"items.{kind}" for kind in kinds}


# a yes/no fact is one more code, not one more field: members.traits.veteran, needs.legal_help
ANSWER = re.compile(r"(members\.traits|needs)\.[a-z][a-z0-9_]*")


# how the self-assessment words a new fact: the sentence to tick, and why it may be, or may not
KEYS = {"code", "field", "ask", "tick", "why", "why_not"}


def is_field(name: str) -> bool:
    return name in fields() or ANSWER.fullmatch(name) is not None


@pytest.mark.parametrize("programme", programmes())
def test_every_question_fills_a_field_of_the_input(programme):
    text = (PROGRAMMES / programme / "questions.yaml").read_text(encoding="utf-8")
    questions = yaml.safe_load(text)["questions"]
    assert [one for one in questions if not is_field(one["field"])] == []
    assert all({"code", "field", "ask"} <= set(one) <= KEYS for one in questions)
    for name in ("code", "field"):
        names = [one[name] for one in questions]
        assert len(names) == len(set(names))
    assert all(one["ask"].endswith("？") for one in questions)


def test_every_kind_of_item_is_asked_for():
    asked = set()
    for programme in programmes():
        text = (PROGRAMMES / programme / "questions.yaml").read_text(encoding="utf-8")
        asked |= {one["field"] for one in yaml.safe_load(text)["questions"]}
    assert {"members", "supporters", "items.income", "items.expense", "items.asset"} <= asked


def test_readme_quotes_a_value_that_ships(root):
    text = (root / "doudi" / "policies" / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert block
    quoted = yaml.safe_load("{" + block[1] + "}")
    for key, one in quoted.items():
        match = [v for v in shipped_values() if (v.key, v.place) == (key, one["place"])]
        assert [v.value for v in match] == [one["value"]]
        assert [v.basis for v in match] == [one["basis"]]
