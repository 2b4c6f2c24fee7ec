"""What would change a criterion: how far what was found lies from the line, in yuan."""

from doudi.common.money import yuan

PER = {"fen_per_year": "（全年）", "fen_per_month": "（每月）"}


def distance(value: object, threshold: object, unit: str, result: str) -> str:
    """One short sentence for an amount against its line; nothing where it is no amount.

    `unit` is that of the criterion; `fen_x12` is compared without dividing and shown divided.
    """
    if not unit.startswith("fen") or type(value) is not int or type(threshold) is not int:
        return ""
    gap = abs(value - threshold)
    if gap == 0:
        return "正好等于界线"
    fen = (2 * gap + 12) // 24 if unit == "fen_x12" else gap
    word = "低于界线" if value < threshold else "高于界线"
    change = {"met": "变动超过这个数，结果可能改变", "not_met": "要变动这么多，结果才会改变"}
    return f"{word} {yuan(fen)} 元{PER.get(unit, '')}；{change.get(result, '')}".rstrip("；")
