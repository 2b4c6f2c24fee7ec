"""The promise by version, and what is never asked of a family because somebody else has it."""

import hashlib
from functools import cache
from pathlib import Path

TEXTS = Path(__file__).resolve().parent.parent / "texts"
PROMISE_VERSION = "2026-07"
REMIND_WORKDAYS = 3  # before the day on which an item is due

# 无需开证明: what it would prove, and who supplies it; a later item of such a code is not asked
SUPPLIED_BY = {
    "identity": ("身份证、户口簿", "公安部门"),
    "letter": ("核对授权书", "在申请里签，不算材料"),
    "marriage": ("结婚证、离婚证", "民政婚姻登记"),
    "disability": ("残疾人证", "残联"),
    "pension": ("养老金发放证明", "人社部门"),
    "insurance": ("医保参保和报销记录", "医保部门"),
    "school_record": ("学籍证明", "教育部门"),
    "home": ("房产证明", "自然资源部门"),
    "vehicle": ("车辆证明", "公安交管部门"),
    "business": ("营业执照", "市场监管部门"),
    "deposit": ("银行存款证明", "按授权书向银行查询"),
    "village_paper": ("村（社区）困难证明", "入户时直接了解"),
}


@cache
def promise_text(version: str = PROMISE_VERSION) -> str:
    """The wording of one version; raises FileNotFoundError for an unknown version."""
    return (TEXTS / f"promise-{version}.txt").read_text(encoding="utf-8")


def promise_hash(version: str = PROMISE_VERSION) -> str:
    return hashlib.sha256(promise_text(version).encode()).hexdigest()
