"""The catalogue of services: complete, correctable, and what it tells one family."""

import shutil
from datetime import date

import pytest
import yaml

from doudi.policies.rules.catalogue import FOLDER, departments, screen, service, services
from doudi.policies.rules.parameters import STANDINGS, ParameterFault, bundle_for
from doudi.policies.rules.registry import PROGRAMMES, about, applied_for, programmes, rule_files
from doudi.policies.rules.schema import read_case

ON = date(2026, 9, 14)
LISTED = yaml.safe_load((FOLDER / "services.yaml").read_text(encoding="utf-8"))["services"]
OTHERS = [one["programmes"][0] for one in LISTED if one["number"] in {8, *range(11, 33)}]


def found(**given):
    data = {"date": "2026-09-14", "place": "3204", "registration": "urban", **given}
    data.setdefault("members", [{"id": "a", "relation": "self", "born_on": "1956-01-01"}])
    case = read_case(data)
    return {one.service.number: one for one in screen(case, bundle_for(case.place, ON), ON)}


def copied(tmp_path, name, change):
    """The folder with one file changed as an official would."""
    folder = tmp_path / "catalogue"
    shutil.copytree(FOLDER, folder)
    data = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    change(data)
    (folder / name).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder


def questions(code):
    text = (PROGRAMMES / code / "questions.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["questions"]


def test_thirty_two_services_of_fourteen_departments():
    listed = [service(one["number"]) for one in LISTED]
    assert [one.number for one in listed] == list(range(1, 33))
    assert len(departments()) == 14
    assert {one.department.code for one in listed} == {one.code for one in departments()}


def test_every_line_says_where_it_is_from():
    for one in services():
        assert one.standing in STANDINGS
        assert one.source
        assert isinstance(one.read_on, date)
        assert all((one.who, one.benefit, one.limit, one.basis))


def test_programmes_and_catalogue_name_each_other():
    listed = {code: one.number for one in services() for code in one.programmes}
    told = {code: about(code).service for code in programmes() if about(code).service is not None}
    assert listed == told
    for one in services():
        for code in one.programmes:
            assert about(code).department == one.department.code


def test_departments_are_offices_the_platform_knows(root):
    text = (root / "doudi" / "accounts" / "offices" / "departments.csv").read_text(encoding="utf-8")
    known = dict(line.split(",") for line in text.splitlines())
    assert {one.code: one.name for one in departments()}.items() <= known.items()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data["services"][0].update(department="police"), "没有这个部门：police"),
        (lambda data: data["services"][1].update(number=1), "第 1 项：编号写了两次"),
        (lambda data: data["services"][2].update(programmes=["gold"]), "没有这个项目：gold"),
        (lambda data: data["services"][3].pop("who"), "第 4 项：缺少 who"),
        (lambda data: data["services"][4].update(standing="sure"), "standing 不认识：sure"),
        (lambda data: data["services"][6].update({"with": ["police"]}), "第 7 项：没有这个部门"),
    ],
)
def test_a_fault_in_the_data_is_one_sentence(tmp_path, change, sentence):
    folder = copied(tmp_path, "services.yaml", change)
    with pytest.raises(ParameterFault, match=sentence) as refused:
        services(folder)
    assert len(str(refused.value).splitlines()) == 1


def test_a_department_twice_is_a_fault(tmp_path):
    folder = copied(
        tmp_path,
        "departments.yaml",
        lambda data: data["departments"].append({"code": "health", "name": "卫健"}),
    )
    with pytest.raises(ParameterFault, match="部门 health 写了两次"):
        departments(folder)


def test_an_official_gives_the_number_to_call(tmp_path):
    folder = copied(
        tmp_path, "departments.yaml", lambda data: data["departments"][0].update(phone="12345")
    )
    assert departments(folder)[0].phone == "12345"
    assert service(1, folder).department.phone == "12345"


@pytest.mark.parametrize("code", OTHERS)
def test_every_open_criterion_has_a_question_a_citizen_can_answer(code):
    asked = {one["code"]: one["ask"] for one in questions(code)}
    assert applied_for(code)
    for file in rule_files(code):
        assert {one.asks for one in file.rule().criteria} <= set(asked)
    assert all(len(ask) <= 25 for ask in asked.values())


def test_one_question_has_one_wording():
    said = {}
    for code in (*OTHERS, "dibao"):
        for one in questions(code):
            said.setdefault(one["field"], set()).add((one["code"], one["ask"]))
    assert [several for several in said.values() if len(several) > 1] == []


@pytest.mark.parametrize("code", OTHERS)
def test_examples_show_likely_unlikely_and_missing(code):
    text = (PROGRAMMES / code / "examples.yaml").read_text(encoding="utf-8")
    verdicts = [one["expect"]["verdict"] for one in yaml.safe_load(text)["examples"]]
    assert len(verdicts) >= 4
    assert set(verdicts) == {"met", "not_met", "unknown"}


def test_every_service_is_answered():
    answers = found()
    assert sorted(answers) == [one.number for one in services()]
    assert {one.result for one in answers.values()} == {"likely", "unlikely", "missing"}


def test_the_one_fact_that_is_missing_is_named():
    answers = found(holds=["dibao"])
    assert (answers[18].result, answers[18].asks) == ("unlikely", "")
    rural = found(holds=["dibao"], registration="rural")
    assert (rural[18].result, rural[18].asks, rural[18].parts[0].open) == (
        "missing", "unsafe_house", 1,
    )  # fmt: skip
    said = found(holds=["dibao"], registration="rural", needs={"unsafe_house": True})
    assert said[18].result == "likely"


def test_of_two_open_facts_the_first_is_asked():
    one = found()[8].parts[0]
    assert (one.result, one.asks, one.open) == ("missing", "no_shelter", 2)


def test_an_amount_is_told_only_where_a_source_gives_it():
    pupil = {
        "id": "b", "relation": "grandchild", "born_on": "2016-03-01", "student": "compulsory",
        "traits": {"in_junior_school": False},
    }  # fmt: skip
    answers = found(
        holds=["dibao"],
        members=[{"id": "a", "relation": "self", "born_on": "1956-01-01"}, pupil],
    )
    assert (answers[12].result, answers[12].amount_fen) == ("likely", 150000)
    assert answers[12].parts[0].per == "year"
    assert answers[17].result == "likely"
    assert answers[17].amount_fen is None


def test_unknown_income_is_never_a_no():
    open_income = [{"kind": "income", "class": "wage", "amount_fen": "unknown"}]
    answers = found(items=open_income, needs={"legal_help": True, "wages_or_injury": False})
    assert (answers[25].result, answers[25].asks) == ("missing", "income")


def test_the_best_programme_of_a_service_comes_first():
    for one in found().values():
        order = [("likely", "missing", "unlikely").index(part.result) for part in one.parts]
        assert order == sorted(order)
        assert {part.programme for part in one.parts} == set(one.service.programmes)


def test_the_day_picks_the_law():
    case = read_case({
        "date": "2026-09-14", "place": "3204", "registration": "urban",
        "members": [{"id": "a", "relation": "self", "born_on": "1966-09-15"}], "holds": ["dibao"],
    })  # fmt: skip
    bundle = bundle_for("3204", ON)
    before = {one.service.number: one.result for one in screen(case, bundle, ON)}
    after = {one.service.number: one.result for one in screen(case, bundle, date(2026, 9, 15))}
    assert (before[16], after[16]) == ("likely", "unlikely")  # sixty: pays no more
