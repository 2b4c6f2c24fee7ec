# ruff: noqa: E501 - a family reads best on one line
"""Made-up families of real villages. Nobody here exists; every number has a valid check digit."""

from dataclasses import dataclass, field
from datetime import date

from doudi.common.identity import check_digit


@dataclass(frozen=True)
class Someone:
    """A member: relation to the applicant, birth date, sex, and what is special."""

    name: str
    relation: str
    born_on: date
    sex: str
    student: str = ""
    disability: tuple[str, int] | None = None
    illness: str = ""


@dataclass(frozen=True)
class Income:
    """Yuan a month of the member with this index."""

    member: int
    kind: str
    yuan: int
    per: str = "month"


@dataclass(frozen=True)
class Family:
    """Who lives together in which village, on what, and where the money would go."""

    village: str
    phone: str
    members: tuple[Someone, ...]
    items: tuple[Income, ...] = ()
    registration: str = "rural"
    address: str = "二组 8 号"
    account: str = field(default="")


def number_of(someone: Someone, serial: int, area: str = "430902") -> str:
    """An identity number for a made-up person; odd serials are men."""
    third = serial * 2 % 1000 + (someone.sex == "M")
    first17 = f"{area}{someone.born_on:%Y%m%d}{third:03d}"
    return first17 + check_digit(first17)


def self_(name: str, born: date, sex: str = "F", **more: object) -> Someone:
    return Someone(name, "self", born, sex, **more)  # type: ignore[arg-type]


WATERFRONT = "430902106219"  # 甘溪港村 of 长春镇

FAMILIES: tuple[Family, ...] = (
    Family(WATERFRONT, "13800010001", (
        self_("刘桂英", date(1974, 3, 5)),
        Someone("陈建国", "spouse", date(1971, 5, 1), "M", disability=("limb", 2)),
        Someone("陈小禾", "child", date(2006, 9, 9), "F", student="undergraduate"),
    ), (Income(0, "wage", 1200), Income(0, "savings", 6240, "once"), Income(1, "medical", 9800, "year")), account="6217990000000010001"),
    Family(WATERFRONT, "13800010002", (self_("周福全", date(1949, 1, 20), "M"),),
           (Income(0, "resident_pension", 123), Income(0, "farming", 900, "year")), account="6217990000000010002"),
    Family(WATERFRONT, "13800010003", (
        self_("曾水生", date(1980, 7, 7), "M"),
        Someone("郭秀兰", "spouse", date(1982, 2, 14), "F", illness="major"),
        Someone("曾小宇", "child", date(2013, 4, 4), "M", student="compulsory"),
        Someone("曾小雨", "child", date(2016, 6, 1), "F", student="compulsory"),
    ), (Income(0, "wage", 1500), Income(0, "schooling", 1800, "year"))),
    Family(WATERFRONT, "13800010004", (self_("夏春明", date(1966, 11, 30), "M", disability=("mental", 2)),
           Someone("王玉珍", "parent", date(1940, 2, 2), "F")), (Income(1, "resident_pension", 123),)),
    Family(WATERFRONT, "13800010005", (self_("胡冬梅", date(1988, 12, 1), illness="chronic"),
           Someone("胡子涵", "child", date(2014, 3, 3), "F", student="compulsory")), (Income(0, "wage", 500),)),
    Family(WATERFRONT, "13800010006", (self_("郭敏", date(1990, 5, 20)), Someone("郭大勇", "parent", date(1958, 8, 8), "M", illness="major")),
           (Income(0, "wage", 1300), Income(1, "medical", 26000, "year"))),
    Family(WATERFRONT, "13800010007", (self_("彭桂生", date(1955, 6, 6), "M"),), (Income(0, "farming", 2400, "year"),), account="6217990000000010007"),
    Family(WATERFRONT, "13800010008", (self_("欧阳春花", date(1969, 9, 1)),), (Income(0, "wage", 2600),)),
    Family(WATERFRONT, "13800010009", (self_("丁满秀", date(1947, 10, 10)),
           Someone("丁小军", "child", date(1979, 1, 1), "M", disability=("intellectual", 2))), (Income(0, "resident_pension", 123),), account="6217990000000010009"),
    Family(WATERFRONT, "13800010010", (self_("罗小平", date(1985, 4, 15), "M", illness="chronic"),
           Someone("罗思思", "child", date(2018, 7, 7), "F")), (Income(0, "wage", 500),)),
    Family(WATERFRONT, "13800010011", (self_("汤秋菊", date(1972, 8, 18)),), (Income(0, "wage", 400),), account="6217990000000010011"),
    Family(WATERFRONT, "13800010012", (self_("熊连喜", date(1951, 2, 8), "M"),
           Someone("谢金莲", "spouse", date(1953, 3, 18), "F")), (Income(0, "resident_pension", 123), Income(1, "resident_pension", 123)), account="6217990000000010012"),
    Family(WATERFRONT, "13800010013", (self_("向阳", date(1993, 3, 3), "M"),), ()),
    Family(WATERFRONT, "13800010014", (self_("石美玲", date(1978, 5, 9)),
           Someone("石磊", "child", date(2010, 10, 1), "M", student="high_school")), (Income(0, "wage", 700),), account="6217990000000010014"),
)  # fmt: skip
