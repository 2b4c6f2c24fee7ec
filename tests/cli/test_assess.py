"""`doudi assess` and `doudi parameters` from outside: files in, JSON out, nothing else at hand."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

PROGRAMME = Path(__file__).resolve().parents[2] / "doudi/policies/programmes/dibao"
# The keys that whoever calls the command may rely on; beside them stand those that explain more.
KEYS = {
    "programme", "verdict", "amount_fen", "per", "criteria", "sheet", "rule", "parameters",
}  # fmt: skip
MORE = {"base_fen", "over_by_fen", "people", "members", "remarks", "assumed"}
CRITERION = {"id", "article", "value", "threshold", "result", "source"}
FAMILY = {
    "date": "2026-09-14",
    "place": "3204",
    "registration": "urban",
    "members": [{"id": "a", "relation": "self", "born_on": "1960-01-01", "sex": "male"}],
}


@pytest.fixture
def doudi(tmp_path):
    """The console script in an empty folder, without an environment to lean on."""

    def run(*arguments: str, given: str | bytes = "") -> "subprocess.CompletedProcess[str]":
        answer = subprocess.run(
            [str(Path(sys.executable).with_name("doudi")), *arguments],
            cwd=tmp_path,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            input=given.encode() if isinstance(given, str) else given,
            capture_output=True,
            check=False,
            timeout=60,
        )
        return subprocess.CompletedProcess(
            arguments, answer.returncode, answer.stdout.decode(), answer.stderr.decode()
        )

    return run


DIBAO = ("--programme", "dibao")


def written(folder: Path, content: Any, name: str = "family.json") -> str:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (folder / name).write_text(text, encoding="utf-8")
    return name


def answered(answer: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    assert (answer.returncode, answer.stderr) == (0, "")
    return json.loads(answer.stdout)


def refused(answer: "subprocess.CompletedProcess[str]") -> list[str]:
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr
    lines = answer.stderr.splitlines()
    assert all(lines)
    return lines


def test_verdict_of_a_family_leaves_nothing_behind(doudi, tmp_path):
    sample = json.loads((PROGRAMME / "sample.json").read_text(encoding="utf-8"))
    (found,) = answered(doudi("assess", *DIBAO, written(tmp_path, sample)))
    assert set(found) == KEYS | MORE
    assert all(set(one) == CRITERION | {"label", "unit"} for one in found["criteria"])
    assert (found["programme"], found["verdict"], found["per"]) == ("dibao", "met", "month")
    assert [one["id"] for one in found["criteria"]] == [f"dibao.{n}" for n in range(1, 10)]
    assert {one["result"] for one in found["criteria"]} == {"met"}
    total = [line for line in found["sheet"] if line["line"] == "amount"]
    assert total[0]["amount_fen"] == found["amount_fen"] > 0
    assert found["rule"].startswith("dibao/2026-07-01@")
    assert len(found["parameters"]) == 64
    assert [path.name for path in tmp_path.iterdir()] == ["family.json"]


def test_standard_input_and_a_mark_at_its_beginning(doudi):
    text = b"\xef\xbb\xbf" + json.dumps(FAMILY).encode()
    assert answered(doudi("assess", *DIBAO, "-", given=text))[0]["amount_fen"] == 102000


def test_unknown_is_null_and_never_zero(doudi, tmp_path):
    bank = {"kind": "asset", "class": "financial", "amount_fen": "unknown"}
    (found,) = answered(doudi("assess", *DIBAO, written(tmp_path, {**FAMILY, "items": [bank]})))
    assert (found["verdict"], found["amount_fen"]) == ("unknown", None)
    by_id = {one["id"]: one for one in found["criteria"]}
    assert (by_id["dibao.3"]["result"], by_id["dibao.3"]["value"]) == ("unknown", None)


def test_exported_parameters_give_the_same_and_changed_ones_another_amount(doudi, tmp_path):
    file = written(tmp_path, FAMILY)
    first = doudi("assess", *DIBAO, file)
    exported = doudi("parameters", "export", "--place", "3204", "--on", "2026-09-14")
    bundle = json.loads(exported.stdout)
    assert bundle["hash"] == answered(first)[0]["parameters"]
    written(tmp_path, exported.stdout, "p.json")
    assert doudi("assess", *DIBAO, file, "--parameters", "p.json").stdout == first.stdout
    bundle["values"]["dibao.standard.urban"]["value"]["amount_fen"] = 110000
    written(tmp_path, bundle, "p.json")
    (found,) = answered(doudi("assess", *DIBAO, file, "--parameters", "p.json"))
    assert found["amount_fen"] == 110000
    assert found["parameters"] != bundle["hash"]


def test_schema_is_valid_and_takes_the_sample(doudi):
    schema = answered(doudi("assess", "--schema"))
    jsonschema.Draft202012Validator.check_schema(schema)
    sample = json.loads((PROGRAMME / "sample.json").read_text(encoding="utf-8"))
    assert not list(jsonschema.Draft202012Validator(schema).iter_errors(sample))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors({}))


def vectors() -> list[Any]:
    examples = yaml.safe_load((PROGRAMME / "examples.yaml").read_text(encoding="utf-8"))["examples"]
    return [
        pytest.param(one, id=f"{ref}-{one['name']}")
        for one in examples
        for ref in one.get("ref", ())
        if ref.startswith("vector")
    ]


def test_the_handbook_s_vectors_are_all_there():
    found = {param.id.split("-")[0] for param in vectors()}
    assert found == {f"vector {number}" for number in (1, 2, 3, 4, 5, 6, 7, 11)}


@pytest.mark.parametrize("example", vectors())
def test_vector(doudi, tmp_path, example):
    given = {"date": "2026-09-14", "place": "430902", "registration": "urban", **example["case"]}
    given["members"] = given.get("members") or [
        {"id": f"p{index}", "relation": relation, "born_on": "1960-01-01", "sex": "male"}
        for index, relation in enumerate(given["people"])
    ]
    given.pop("people", None)
    more: tuple[str, ...] = ()
    if example.get("values"):
        on = ("--place", given["place"], "--on", given["date"])
        bundle = answered(doudi("parameters", "export", *on))
        for key, value in example["values"].items():
            bundle["values"][key]["value"] = value
        more = ("--parameters", written(tmp_path, bundle, "p.json"))
    (found,) = answered(doudi("assess", *DIBAO, written(tmp_path, given), *more))
    expect = example["expect"]
    for name in {"verdict", "amount_fen", "base_fen", "people", "over_by_fen"} & set(expect):
        assert found[name] == expect[name], name


def family(**more: Any) -> dict[str, Any]:
    return {**FAMILY, **more}


def item(**more: Any) -> dict[str, Any]:
    return family(items=[{"kind": "income", "class": "wage", "amount_fen": 1, **more}])


def member(**more: Any) -> dict[str, Any]:
    return family(members=[{**FAMILY["members"][0], **more}])


WRONG = {
    "empty": ("", ["文件是空的"]),
    "not json": ("{", ["第 1 行第 2 列不是 JSON"]),
    "not utf-8": ("\udcff", ["不是 UTF-8"]),
    "a list": ([], ["（全文）：类型不对，应为对象"]),
    "a number": (1, ["（全文）：类型不对"]),
    "null": (None, ["（全文）：类型不对"]),
    "nothing given": ({}, ["缺少 date", "缺少 place", "缺少 registration", "缺少 members"]),
    "not a number": ('{"date": NaN}', ["不是 JSON 的数：NaN"]),
    "a key twice": ('{"date": "2026-01-01", "date": "2026-01-02"}', ["重复：date"]),
    "endless digits": ('{"date": ' + "9" * 5000 + "}", ["数字太长"]),
    "endless depth": ("[" * 100_000, ["层次太深"]),
    "a field nobody knows": (family(income=1), ["没有这个字段：income"]),
    "nobody": (family(members=[]), ["members：至少要有 1 项"]),
    "negative": (item(amount_fen=-1), ["items[0].amount_fen：不能小于 0"]),
    "a fraction": (item(amount_fen=1.5), ["items[0].amount_fen：应为整数"]),
    "a float that is whole": (item(amount_fen=1.0), ["items[0].amount_fen：应为整数"]),
    "yes as a number": (item(amount_fen=True), ["items[0].amount_fen：写法不对"]),
    "too large": (item(amount_fen=10**11 + 1), ["items[0].amount_fen：太大，最多 100000000000"]),
    "far too large": (json.dumps(item(amount_fen=1)).replace(": 1}", ": 1e400}"), ["应为整数"]),
    "too large together": (
        family(items=[{"kind": "income", "class": "wage", "amount_fen": 10**11}] * 11),
        ["items：金额合计超过"],
    ),
    "no such relation": (member(relation="uncle"), ["members[0].relation：只能是 self、"]),
    "no applicant": (member(relation="spouse"), ["有且只有一名成员的 relation 为 self"]),
    "no such day": (member(born_on="1960-02-30"), ["members[0].born_on：没有这一天"]),
    "born later": (member(born_on="2026-09-15"), ["members[0].born_on：没有这一天，或晚于"]),
    "no date": (family(date="14.9.2026"), ["date：格式不对"]),
    "no such date": (family(date="2026-09-31"), ["date：没有这一天"]),
    "a date without rules": (family(date="2019-01-01"), ["date：2019-01-01 没有有效的规则"]),
    "a place without a standard": (family(place="110101"), ["dibao.standard.rural"]),
    "no place": (family(place="Ziyang"), ["place：格式不对"]),
    "no such month": (item(months=["2026-13"]), ["items[0].months：写法不对"]),
    "someone else's income": (item(member="z"), ["items[0].member：没有编号为 z 的成员"]),
    "an income that is none": (item(**{"class": "home"}), ["items[0].class：income 只能是"]),
    "income without amount": (
        family(items=[{"kind": "income", "class": "wage"}]),
        ["items[0]：缺少 amount_fen，未知写 unknown"],
    ),
    "the same person twice": (
        family(members=[*FAMILY["members"], {**FAMILY["members"][0], "relation": "spouse"}]),
        ["members[1].id：编号 a 重复"],
    ),
    "several at once": (
        {
            **member(relation="uncle", born_on="1960-02-30", age=66),
            "date": "2026-9-1",
            "items": [{"kind": "gift", "class": "wage", "amount_fen": -5}],
        },
        [
            "date：格式不对",
            "items[0].amount_fen：不能小于 0",
            "items[0].kind：只能是 income、asset、expense",
            "members[0]：没有这个字段：age",
            "members[0].born_on：没有这一天",
            "members[0].relation：只能是",
        ],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_file_gives_one_line_per_fault(doudi, tmp_path, name):
    content, expected = WRONG[name]
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (tmp_path / "family.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    lines = refused(doudi("assess", "family.json"))
    assert len(lines) == len(expected), lines
    for line, part in zip(lines, expected, strict=True):
        assert part in line


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("none.json", "没有这个文件"),
        (".", "是文件夹"),
        ("/proc/self/mem", "打不开"),
        ("family.json/x", "打不开"),
    ],
)
def test_file_that_cannot_be_read(doudi, tmp_path, path, says):
    written(tmp_path, FAMILY)
    (line,) = refused(doudi("assess", path))
    assert says in line
    (line,) = refused(doudi("assess", "family.json", "--parameters", path))
    assert says in line


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({"rounding.rule": {"value": "banker", "standing": "assumed"}}, ["banker 不是 half_up"]),
        ({"labour.mild": {"value": "many", "standing": "assumed"}}, ["labour.mild"]),
        (
            {"labour.mild": {"value": -1, "standing": "assumed"}, "labour.severe": {"value": 1}},
            ["labour.mild", "labour.severe：要有 value 与 standing"],
        ),
    ],
)
def test_wrong_parameters_give_one_line_per_fault(doudi, tmp_path, change, parts):
    file = written(tmp_path, FAMILY)
    bundle = answered(doudi("parameters", "export", "--place", "3204", "--on", "2026-09-14"))
    bundle["values"] |= change
    changed = written(tmp_path, bundle, "p.json")
    lines = refused(doudi("assess", *DIBAO, file, "--parameters", changed))
    assert len(lines) == len(parts), lines
    assert all(part in line for part, line in zip(parts, lines, strict=True))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("assess",), "缺少文件名"),
        (("assess", "family.json", "--programme", "lottery"), "没有 lottery，只有 "),
        (("parameters", "export", "--place", "3204", "--on", "today"), "YYYY-MM-DD"),
        (("parameters", "export", "--place", "3204", "--on", "1999-01-01"), "没有有效的参数"),
    ],
)
def test_wrong_arguments(doudi, tmp_path, arguments, says):
    written(tmp_path, FAMILY)
    (line,) = refused(doudi(*arguments))
    assert says in line
