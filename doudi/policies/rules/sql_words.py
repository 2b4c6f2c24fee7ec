"""Each word of the vocabulary as a column of SQL. NULL is unknown; sqlglot spells each dialect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from doudi.policies.rules.cases import MASK_MONTHS
from doudi.policies.rules.certain import above_zero, differ, never_negative, sure
from doudi.policies.rules.python_words import months_bits
from doudi.policies.rules.vocabulary import Node

Column = Any
TYPES = {"int": "bigint", "bool": "boolean", "text": "text"}


def literal(value: int | bool | str | None, kind: str) -> Column:
    """A constant, typed, so that an unknown one is of its kind too."""
    if value is None:
        return exp.cast(exp.null(), TYPES[kind])
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, str):
        return exp.Literal.string(value)
    return exp.cast(exp.Literal.number(value), "bigint") if abs(value) < 2**31 else _number(value)


def _number(value: int) -> Column:
    return exp.cast(exp.Literal.string(str(value)), "bigint")


def case(*pairs: tuple[Column, Column], otherwise: Column | None = None) -> Column:
    """CASE WHEN … THEN … ELSE … END."""
    found = exp.Case()
    for condition, value in pairs:
        found = found.when(condition, value)
    return exp.paren(found if otherwise is None else found.else_(otherwise))


def _blank(part: Column) -> Column:
    return exp.paren(part.is_(exp.null()))


def _times(node: Node, a: Column, b: Column) -> Column:
    """Nothing times an unknown is nothing: a part is looked at beside one that may be unknown."""
    left, right = node.args
    looked_at = [
        column.eq(0)
        for part, column, other in ((left, a, right), (right, b, left))
        if part.op != "constant" and not sure(other)
    ]
    if not looked_at:
        return a * b
    return case((exp.or_(*looked_at), literal(0, "int")), otherwise=a * b)


def _choose(node: Node, condition: Column, value: Column, otherwise: Column) -> Column:
    if sure(node.args[0]):
        return case((condition, value), otherwise=otherwise)
    if differ(node):
        return case((condition, value), (exp.not_(condition), otherwise))
    return case((condition, value), (exp.not_(condition), otherwise), (value.eq(otherwise), value))


def _listed(node: Node, code: Column, codes: Column) -> Column:
    several = node.args[1]
    if several.op != "constant" or several.data is None:
        return exp.paren(exp.StrPosition(this=codes, substr=_barred(code)) > 0)
    found = [one for one in str(several.data).split("|") if one]
    if found:
        return exp.paren(exp.In(this=code, expressions=[exp.Literal.string(one) for one in found]))
    return case((_blank(code), literal(None, "bool")), otherwise=exp.false())


def _barred(code: Column) -> Column:
    bar = exp.Literal.string("|")
    return exp.DPipe(this=exp.DPipe(this=bar, expression=code), expression=bar.copy())


def _extreme(word: type[Any], beats: type[Any], loses: type[Any]) -> Callable[..., Column]:
    """Of two parts: neither comparison holds where one is unknown, and that is the answer."""

    def found(node: Node, *parts: Column) -> Column:
        if all(map(sure, node.args)):
            return word(this=parts[0], expressions=list(parts[1:]), ignore_nulls=True)
        if len(parts) == 2:
            left, right = parts
            first = beats(this=left, expression=right)
            second = loses(this=left.copy(), expression=right.copy())
            return case((first, left.copy()), (second, right.copy()))
        blank = exp.or_(*(_blank(part) for part in parts))
        most = word(this=parts[0], expressions=list(parts[1:]), ignore_nulls=True)
        return case((blank, literal(None, "int")), otherwise=most)

    return found


def _floor(node: Node, over: Column, under: Column) -> Column:
    """Down to the whole also below zero, where both engines cut toward it."""
    top, bottom = node.args
    if not never_negative(top):
        modulo = exp.Mod(this=exp.paren(over), expression=exp.paren(under))
        rest = exp.Mod(this=exp.paren(modulo + under), expression=exp.paren(under))
        over = over - rest
    whole = exp.paren(exp.IntDiv(this=exp.paren(over), expression=exp.paren(under)))
    if above_zero(bottom):
        return whole
    return case((under > 0, whole))


def _months(node: Node, mask: Column, now: Column, first: Column, last: Column) -> Column:
    limits = [part.data for part in node.args[1:] if part.op == "constant"]
    if len(limits) == 3 and all(isinstance(one, int) for one in limits):
        from_bit, until_bit = months_bits(*(int(one or 0) for one in limits))
        if until_bit <= from_bit:
            return literal(0, "int")
        inside = literal((1 << until_bit) - (1 << from_bit), "int")
        return _bits(mask, inside)
    zero, one = literal(0, "int"), literal(1, "int")
    from_bit = exp.Greatest(this=zero, expressions=[now - last], ignore_nulls=True)
    until_bit = exp.Least(
        this=literal(MASK_MONTHS, "int"), expressions=[(now - first) + 1], ignore_nulls=True
    )
    inside = _power(one, until_bit) - _power(one, from_bit)
    blank = exp.or_(*(_blank(part) for part in (mask, now, first, last)))
    none = until_bit <= from_bit
    return case((blank, literal(None, "int")), (none, zero), otherwise=_bits(mask, inside))


def _power(one: Column, bits: Column) -> Column:
    """The shift, kept within what an integer bears where a row crosses its limits."""
    limit = exp.Least(this=bits, expressions=[literal(MASK_MONTHS, "int")], ignore_nulls=True)
    floor = exp.Greatest(this=limit, expressions=[literal(0, "int")], ignore_nulls=True)
    return exp.paren(exp.BitwiseLeftShift(this=one, expression=exp.cast(floor, "int")))


def _bits(mask: Column, inside: Column) -> Column:
    both = exp.BitwiseAnd(this=mask, expression=exp.paren(inside))
    return exp.cast(exp.BitwiseCount(this=both), "bigint")


def _plain(word: Callable[..., Column]) -> Callable[..., Column]:
    def found(node: Node, *parts: Column) -> Column:
        return word(*parts)

    return found


WORDS: dict[str, Callable[..., Column]] = {
    "plus": _plain(lambda a, b: a + b),
    "minus": _plain(lambda a, b: a - exp.paren(b)),  # sqlglot leaves a - (b - c) bare
    "times": _times,
    "less": _plain(lambda a, b: exp.paren(a < b)),
    "equal": _plain(lambda a, b: exp.paren(a.eq(b))),
    "and": _plain(lambda *parts: exp.paren(exp.and_(*parts))),
    "or": _plain(lambda *parts: exp.paren(exp.or_(*parts))),
    "not": _plain(lambda part: exp.paren(exp.not_(part))),
    "listed": _listed,
    "known": _plain(lambda part: exp.paren(exp.not_(_blank(part)))),
    "choose": _choose,
    "known_or": _plain(lambda a, b: exp.Coalesce(this=a, expressions=[b])),
    "largest": _extreme(exp.Greatest, exp.GTE, exp.LT),
    "smallest": _extreme(exp.Least, exp.LTE, exp.GT),
    "floor": _floor,
    "months": _months,
    "same": _plain(lambda part: part),
}


def gather(node: Node, rows: Column) -> dict[str, Column]:
    """What a group of rows is reduced to: its value, and whether one of them is unknown."""
    found = {"got": _reduced(node.op, rows)}
    if node.op != "known_total" and not sure(node.args[0]):
        found["blank"] = exp.LogicalOr(this=_blank(rows))
    return found


def _reduced(op: str, rows: Column) -> Column:
    if op == "any":
        return exp.LogicalOr(this=rows)
    return exp.cast(exp.Max(this=rows) if op == "most" else exp.Sum(this=rows), "bigint")


def gathered(node: Node, got: Column, blank: Column | None) -> Column:
    """The group's value; no row at all is nobody: 0 or no."""
    unknown = [] if blank is None else [(blank, literal(None, node.kind))]
    if node.op == "any":
        return case((got, exp.true()), *unknown, otherwise=exp.false())
    least = exp.Coalesce(this=got, expressions=[literal(0, "int")])
    if node.op == "most":
        least = exp.Greatest(this=least, expressions=[literal(0, "int")], ignore_nulls=True)
    return case(*unknown, otherwise=least) if unknown else least


def constant(node: Node) -> Column:
    return literal(node.data, node.kind)
