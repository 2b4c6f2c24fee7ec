"""The words of a letter about a matter of an award: what changes, from when, who was heard."""

from datetime import date

from doudi.common.money import yuan

_CHANGE = "社会救助法第四十八条；民发〔2021〕57号第三十条、第三十二条"
ARTICLES: dict[str, str] = {
    "raised": "民发〔2021〕57号第三十条、第三十二条",
    "unchanged": "民发〔2021〕57号第三十条、第三十一条",
    "reduced": _CHANGE,
    "suspended": _CHANGE,
    "resumed": "民发〔2021〕57号第三十二条",
    "ended": _CHANGE,
    "recovered": "社会救助法第四十八条、第七十三条",
}


def statement(
    outcome: str, programme: str, amount_fen: int | None, before_fen: int | None, since: date | None
) -> str:
    """What was decided, in one sentence."""
    month = f"自 {since.year} 年 {since.month} 月起，" if since else ""
    amount = "" if amount_fen is None else yuan(amount_fen)
    old = "" if before_fen is None else f"由 {yuan(before_fen)} 元"
    return {
        "raised": f"{month}您家的{programme}金{old}增加到每月 {amount} 元。",
        "reduced": f"{month}您家的{programme}金{old}减少到每月 {amount} 元。",
        "unchanged": f"{month}您家的{programme}金仍为每月 {amount} 元。",
        "suspended": f"{month}暂缓发放您家的{programme}金。",
        "resumed": f"{month}恢复发放您家的{programme}金。",
        "ended": f"{month}终止您家的{programme}。",
        "recovered": f"您家应当退回多领的{programme}金 {amount} 元。",
    }[outcome]


def heard(way: str, day: str, who: str, said: str) -> str:
    """One hearing: how, when, whom, and what he said."""
    if not who:
        return f"{day}联系当事人，没有联系上。"
    return f"{day}{way}，{who}表示：{said}"
