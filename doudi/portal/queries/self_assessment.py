"""What a family that answered the self-assessment may look for, service by service."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.applications.queries.places import choice
from doudi.common.actors import System
from doudi.common.money import yuan
from doudi.policies.queries import bundle_for
from doudi.policies.rules.answers import Answers, case_of_answers
from doudi.policies.rules.assess import Assessment, assess
from doudi.policies.rules.cases import Case
from doudi.policies.rules.catalogue import LIKELY, MISSING, UNLIKELY, Screening, screen
from doudi.policies.rules.parameters import Bundle
from doudi.policies.rules.registry import about
from doudi.portal.queries.reasons import WHY, WHY_NOT
from doudi.portal.rules import asked_by, question, said_of
from doudi.ui.context import hotline

ELSEWHERE = "elsewhere"
STANDARD = "dibao.standard.rural"
PERIODS = {
    "month": gettext_lazy("每月"), "year": gettext_lazy("每年"), "once": gettext_lazy("一次"),
}  # fmt: skip
MOST_REASONS = 2


@dataclass(frozen=True)
class Found:
    """One service: `reasons` are short sentences, `amount` is empty where none may be told.

    `assumed`: the amount rests on a standard without a source (shown in a demo only).
    """

    title: str
    department: str
    benefit: str
    result: str
    reasons: tuple[str, ...]
    amount: str
    assumed: bool
    phone: str


@dataclass(frozen=True)
class Findings:
    likely: tuple[Found, ...]
    missing: tuple[Found, ...]
    unlikely: tuple[Found, ...]


def places(on: date) -> list[tuple[str, str]]:
    """Where the standards are known: code and name of each district."""
    districts = choice("", by=System("self_assessment"), on=on).options
    known = [one for one in districts if STANDARD in bundle_for(one.code, on).values]
    return [(one.code, f"{one.parent.name if one.parent else ''}{one.name}") for one in known]


def bundle_of(said: Answers, on: date) -> Bundle | None:
    """The standards for a family: of its district; of the highest, if it lives elsewhere."""
    code = said.get("place", {}).get("place", "")
    if code and code != ELSEWHERE:
        return bundle_for(code, on)
    several = [bundle_for(one, on) for one, _name in places(on)] if code else []
    return max(several, key=_standard, default=None)


def _standard(bundle: Bundle) -> int:
    value = bundle.value(STANDARD)
    return int(value["amount_fen"]) * (12 if value["period"] == "month" else 1)


def findings(said: Answers, bundle: Bundle, on: date) -> Findings:
    """Every service of the catalogue, those that the family may get first."""
    case = case_of_answers(said, on)
    screened = screen(case, bundle, on)
    assessed = _assessed(case, bundle, screened)
    elsewhere = said["place"]["place"] == ELSEWHERE
    shown = [_found(one, assessed.get(one.parts[0].programme), elsewhere, on) for one in screened]
    by_result = {name: tuple(one for one in shown if one.result == name)
                 for name in (LIKELY, MISSING, UNLIKELY)}  # fmt: skip
    return Findings(by_result[LIKELY], by_result[MISSING], by_result[UNLIKELY])


def _assessed(case: Case, bundle: Bundle, screened: Iterable[Screening]) -> dict[str, Assessment]:
    codes = [one.parts[0].programme for one in screened if one.parts]
    return {one.programme: one for one in assess(case, bundle, codes)}


def _found(one: Screening, verdict: Assessment | None, elsewhere: bool, on: date) -> Found:
    amount, assumed = _amount(one, verdict) if verdict and not elsewhere else ("", False)
    return Found(
        title=one.service.title,
        department=one.service.department.name,
        benefit=one.service.benefit,
        result=one.result,
        reasons=tuple(_reasons(one, verdict, on)) if verdict else (),
        amount=amount,
        assumed=assumed,
        phone=one.service.department.phone or hotline(),
    )


def _amount(one: Screening, verdict: Assessment) -> tuple[str, bool]:
    """Only of a programme that is known in full; on assumed standards in a demo only."""
    fen, assumed = one.amount_fen, bool(verdict.assumed)
    known = about(verdict.programme).standing != "screening"
    if one.result != LIKELY or not fen or not known or (assumed and not settings.TRIAL):
        return "", False
    whole = yuan(fen // 100 * 100).removesuffix(".00")
    text = _("约 %(yuan)s 元") % {"yuan": whole}
    return f"{PERIODS.get(verdict.per, '')}{text}", assumed


def _reasons(one: Screening, verdict: Assessment, on: date) -> Sequence[str]:
    if one.result == MISSING:
        asks = question(verdict.programme, one.asks)
        return [_("还差一条：%(question)s") % {"question": asks}] if asks else [_("还差一点情况。")]
    likely = one.result == LIKELY
    wanted, common = ("met", WHY) if likely else ("not_met", WHY_NOT)
    words = {**common, **said_of(verdict.programme, "why" if likely else "why_not")}
    codes = [asked_by(verdict.programme, found.id, on) for found in verdict.criteria
             if found.result == wanted]  # fmt: skip
    told = dict.fromkeys(str(words[code]) for code in codes if code in words)
    labour = "income" in codes and _imputed(verdict)
    more = [_("能干活的人，按最低工资算收入。")] if one.result != LIKELY and labour else []
    return [*more, *told][:MOST_REASONS]


def _imputed(verdict: Assessment) -> bool:
    """Whether a wage was counted that nobody earned."""
    return any(line.line == "income.labour" and line.amount_fen for line in verdict.sheet)
