"""Families of the whole district, drawn by number: the same number is always the same family.

Nobody here exists; names are put together from common ones, numbers have a valid check digit.
"""

import random
from dataclasses import dataclass, field
from datetime import date

from demo.families import Family, Income, Someone

YEAR = 2026  # ages are counted from here
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾"
DOUBLE = ("欧阳", "司徒", "上官", "诸葛")
WOMEN = "秀兰桂英玉梅春花冬莲金凤银娥月红水香菊芳翠珍淑贞爱云腊巧"
MEN = "建国福生德华志强水清金山长根满堂家旺守义春来伟明国庆立新冬"
CHILDREN = "子涵思雨浩然欣怡宇轩梓萱小满嘉乐佳宁天佑可心"
LONG = "阿布都热合曼·麦麦提吐尔逊"
LANES = ("一组", "二组", "三组", "四组", "老屋湾组", "新塘组", "渔场路", "白鹿铺社区安置小区 B 区")


@dataclass
class Draw:
    """Chance for one family, and those who were drawn so far."""

    number: int
    chance: random.Random
    surname: str
    people: list[Someone] = field(default_factory=list)
    items: list[Income] = field(default_factory=list)

    def add(self, relation: str, low: int, high: int, sex: str = "", **special: object) -> "Draw":
        """Somebody between two ages; children and an applicant's parent share the surname."""
        chance = self.chance
        sex, age = sex or chance.choice("FM"), chance.randint(low, high)
        day = (self.number + 5 * len(self.people)) % 28 + 1  # so that no number comes twice
        born = date(YEAR - age, chance.randint(1, 12), day)
        given = CHILDREN if age < 20 else WOMEN if sex == "F" else MEN
        own = relation in {"self", "child", "grandchild"}
        surname = self.surname if own else chance.choice(SURNAMES)
        size = 1 if chance.random() < 0.2 else 2
        name = surname + "".join(chance.choice(given) for _ in range(size))
        if relation == "self" and self.number % 45 == 0:
            name = LONG
        self.people.append(Someone(name, relation, born, sex, **special))  # type: ignore[arg-type]
        return self

    def has(self, member: int, kind: str, yuan: int, per: str = "month") -> "Draw":
        self.items.append(Income(member, kind, yuan, per))
        return self

    def ill(self) -> str:
        return self.chance.choice(("", "chronic", "major"))

    def disabled(self) -> tuple[str, int]:
        kinds = ("limb", "mental", "intellectual", "sight", "hearing")
        return self.chance.choice(kinds), self.chance.randint(1, 4)


def drawn(number: int, village: str, *, poor: bool) -> Family:
    """`poor`: by what it lives on it comes below the standard; else far above."""
    chance = random.Random(f"doudi family {number}")  # nosec B311 # no secret is drawn
    surname = chance.choice(DOUBLE) if number % 29 == 0 else chance.choice(SURNAMES)
    draw = Draw(number, chance, surname)
    (POOR if poor else LIVING)[number % len(POOR if poor else LIVING)](draw)
    return Family(
        village,
        f"1380002{number:04d}",
        tuple(draw.people),
        tuple(draw.items),
        registration="urban" if number % 7 == 0 else "rural",
        address=f"{chance.choice(LANES)} {chance.randint(1, 180)} 号",
        account="" if number % 11 == 0 else f"621799000000002{number:04d}",
    )


def _old_alone(draw: Draw) -> None:
    draw.add("self", 61, 93).has(0, "resident_pension", 123)


def _old_couple(draw: Draw) -> None:
    draw.add("self", 66, 84, "M", illness=draw.ill()).add("spouse", 63, 82, "F")
    draw.has(0, "resident_pension", 123).has(1, "resident_pension", 135)


def _ill_breadwinner(draw: Draw) -> None:
    draw.add("self", 34, 55, illness="major").add("child", 8, 14, student="compulsory")
    draw.has(0, "wage", 300).has(0, "medical", draw.chance.randint(8, 60) * 1000, "year")


def _mother_alone(draw: Draw) -> None:
    draw.add("self", 26, 44, "F").add("child", 7, 14, student="compulsory").add("child", 1, 5)
    draw.has(0, "wage", draw.chance.choice((300, 450, 600)))


def _disabled_son(draw: Draw) -> None:
    draw.add("self", 62, 79, "F").add("child", 30, 45, "M", disability=draw.disabled())
    draw.has(0, "resident_pension", 123)


def _brought_up_by_grandparents(draw: Draw) -> None:
    draw.add("self", 60, 72, "F").add("spouse", 61, 75, "M", illness=draw.ill())
    draw.add("grandchild", 7, 14, student="compulsory").has(1, "resident_pension", 123)
    draw.has(0, "farming", 1800, "year")


def _many_under_one_roof(draw: Draw) -> None:
    draw.add("self", 38, 46, "M").add("spouse", 36, 44, "F", disability=draw.disabled())
    draw.add("parent", 64, 80, "F", illness="chronic").add("parent", 66, 82, "M")
    draw.add("child", 16, 17, student="high_school").add("child", 8, 14, student="compulsory")
    draw.add("child", 1, 5).has(0, "wage", 1200).has(2, "resident_pension", 123)
    draw.has(0, "farming", 2600, "year").has(0, "schooling", 2400, "year")


def _disabled_alone(draw: Draw) -> None:
    draw.add("self", 28, 58, disability=draw.disabled()).has(0, "farming", 1500, "year")


def _student(draw: Draw) -> None:
    draw.add("self", 45, 56, "F", illness="chronic")
    draw.add("child", 19, 22, student="undergraduate").has(0, "wage", 400)
    draw.has(0, "schooling", 5600, "year").has(0, "savings", 3200, "once")


def _couple_with_pension(draw: Draw) -> None:
    draw.add("self", 61, 75, "M").add("spouse", 60, 73, "F").has(0, "pension", 3900)


def _worker(draw: Draw) -> None:
    draw.add("self", 30, 52).has(0, "wage", draw.chance.choice((2600, 3100, 4200)))


def _two_wages(draw: Draw) -> None:
    draw.add("self", 32, 50, "M").add("spouse", 30, 48, "F")
    draw.add("child", 8, 14, student="compulsory").has(0, "wage", 3600).has(1, "wage", 2400)


POOR = (
    _old_alone, _mother_alone, _disabled_son, _old_couple, _ill_breadwinner, _disabled_alone,
    _brought_up_by_grandparents, _many_under_one_roof, _student, _old_alone, _mother_alone,
)  # fmt: skip
LIVING = (_worker, _couple_with_pension, _two_wages)
