"""The parts of a volume that officers found out: visits, the check, the computation, the view."""

from typing import Any

from doudi.accounts.queries import post_by_id
from doudi.applications.models import Application, Request
from doudi.decisions.models import Assessment, Draw, Opinion
from doudi.decisions.queries import river, standing
from doudi.decisions.queries.letters import names_in
from doudi.decisions.rules import letters
from doudi.decisions.rules.volume import (
    Block,
    Part,
    head,
    note,
    pictures,
    rows,
    sheet,
    table,
    text,
)
from doudi.ui.text import iso_moment
from doudi.verification.models import Check
from doudi.verification.queries import corrected, sources_of
from doudi.verification.states import Conclusion
from doudi.visits.models import Evidence, Visit
from doudi.visits.queries import evidence_of, purpose_word, shown_answers
from doudi.visits.rules import PHOTO, SIGNATURES

VERDICTS = {"met": "符合", "not_met": "不符合", "unknown": "未知"}
HASH = 16  # characters of a hash that tell two apart, as on the letter


def visits(application: Application) -> list[Part]:
    """入户核实 and the county's own visit, oldest first, each with answers and photographs."""
    found = river.finished_visits(application).select_related(
        "plan__first__user", "plan__second__user", "plan__first__office", "plan__second__office"
    )
    return [_visit(one, number) for number, one in enumerate(found.order_by("finished_at"), 1)]


def _visit(visit: Visit, number: int) -> Part:
    plan = visit.plan
    evidence = evidence_of(visit)
    photos = [one for one in evidence if one.kind == PHOTO]
    signatures = sorted((one for one in evidence if one.kind != PHOTO), key=lambda one: one.kind)
    first, second = plan.first, plan.second
    blocks: list[Block] = [
        rows(
            [
                ("事由", purpose_word(plan.purpose)),
                ("核实人", f"{first.user.name}（{first.office.name}）"),
                ("核实人", f"{second.user.name}（{second.office.name}）"),
                ("见到的人", visit.met),
                ("核实时间", iso_moment(visit.recorded_at)),
                ("记录上传", iso_moment(visit.received_at)),
                ("办结", iso_moment(visit.finished_at) if visit.finished_at else ""),
                ("核实结论", visit.finding),
            ]
        ),
        head("逐项记录"),
        table(
            ["核实内容", "谁", "记录"],
            [
                (one.question, one.name or "全家", "说不清" if one.is_unknown else one.text)
                for one in shown_answers(visit)
            ],
            widths=["2", "1", "1"],
        ),
    ]
    if photos:
        blocks += [head(f"照片（{len(photos)} 张）"), pictures(map(_photo, photos))]
    if signatures:
        blocks += [head("签名"), pictures(map(_signature, signatures), columns=3)]
    files = {f"evidence-{one.pk}": one.file for one in [*signatures, *photos]}
    return Part(f"visit-{number}", f"入户核实记录（{number}）", tuple(blocks), files)


def _photo(one: Evidence) -> tuple[str, str]:
    return f"evidence-{one.pk}", iso_moment(one.recorded_at)


def _signature(one: Evidence) -> tuple[str, str]:
    return f"evidence-{one.pk}", f"{SIGNATURES[one.kind]} · {iso_moment(one.recorded_at)}"


def checks(application: Application) -> list[Part]:
    """核对报告: every source, answered or not, and what was put right."""
    found = river.reported_checks(application).order_by("reported_at")
    return [_check(one, number) for number, one in enumerate(found, 1)]


def _check(check: Check, number: int) -> Part:
    reporter = post_by_id(check.reported_by_id) if check.reported_by_id else None
    blocks: list[Block] = [
        rows(
            [
                ("报告编号", check.number),
                ("发起", iso_moment(check.requested_at)),
                ("出具", iso_moment(check.reported_at) if check.reported_at else ""),
                ("出具单位", reporter.office.name if reporter else ""),
                ("结论", Conclusion(check.conclusion).label if check.conclusion else ""),
            ]
        ),
        table(
            ["来源", "回复", "数据截至", "内容"],
            [_source(one) for one in sources_of(check)],
            widths=["auto", "auto", "auto", "1"],
        ),
    ]
    blocks += [
        text(f"{name}：{one.get_state_display()}（{iso_moment(one.recorded_at)} 记录，已更正）")
        for name, one in corrected(check)
    ]
    blocks.append(note("“无记录”不等于没有；未回复、查询失败、未查询的，一律按未知处理。"))
    return Part(f"check-{number}", f"家庭经济状况核对报告（{number}）", tuple(blocks))


def _source(view: Any) -> tuple[str, ...]:
    said = "；".join(
        f"{one.name} {one.label}：{'未知' if one.is_unknown else one.text}".strip()
        for one in view.values
    )
    as_of = view.answer.as_of if view.answer else None
    remark = f"（备注：{view.answer.note}）" if view.answer and view.answer.note else ""
    return view.source.name, view.word, as_of.isoformat() if as_of else "", f"{said}{remark}"


def assessment(request: Request) -> Part:
    """测算表: the one that the decision or the opinion rests on, line by line, with criteria."""
    decision, opinion = standing.current_decision(request), standing.current_opinion(request)
    held = decision.assessment if decision else opinion.assessment if opinion else None
    found = held or standing.newest_assessment(request)
    if found is None:
        return Part("assessment", "测算表", (text("还没有测算。"),))
    return Part("assessment", "测算表", tuple(_assessment(found)))


def _assessment(found: Assessment) -> list[Block]:
    result = found.result
    lines = letters.sheet_lines(result, names_in(found))
    assumed = result["assumed"]
    blocks = [
        rows(
            [
                ("按哪天的标准", found.on.isoformat()),
                ("测算时间", iso_moment(found.assessed_at)),
                ("结论", VERDICTS[found.verdict]),
                ("规则", found.rule),
                ("参数", found.bundle_id[:HASH]),
                ("数据", found.snapshot_id[:HASH]),
            ]
        ),
        sheet(
            {
                "label": one.label,
                "value": f"{one.amount} {one.per}",
                "note": one.source,
                "total": one.total,
            }
            for one in lines
        ),
        head("认定条件"),
        table(
            ["条件", "查明", "界线", "结果", "依据"],
            [_criterion(row) for row in result["criteria"]],
            widths=["2", "1", "1", "auto", "1.4"],
        ),
    ]
    if assumed:
        blocks.append(
            note(f"{len(assumed)} 项参数还没有经本地确认（假定值），明细见系统的测算页。")
        )
    return blocks


def _criterion(row: dict[str, Any]) -> tuple[str, ...]:
    unit = row.get("unit", "")
    return (
        letters.plain(row["label"]),
        letters.measure(row["value"], unit),
        letters.measure(row["threshold"], unit),
        VERDICTS[row["result"]],
        row["article"],
    )


def opinions(request: Request) -> Part:
    """审核意见, the earlier ones too; and the spot check's lot."""
    found = request.opinions.select_related("given_by__office", "given_by__user")
    blocks: list[Block] = []
    for one in found.order_by("given_at"):
        blocks += [head(_opinion_title(one)), rows(_opinion(one))]
    blocks += _draw(request)
    return Part("opinion", "审核意见", tuple(blocks) or (text("还没有意见。"),))


def _opinion_title(one: Opinion) -> str:
    word = "（已被新意见代替）" if one.superseded_at else ""
    return f"{one.get_recommendation_display()}{word}"


def _opinion(one: Opinion) -> list[tuple[str, object]]:
    by = one.given_by
    return [
        ("意见", one.get_recommendation_display()),
        ("理由", one.reason),
        ("未等核对报告的理由", one.without_check or "核对已报告"),
        ("出具人", f"{by.office.name} {by.user.name}"),
        ("时间", iso_moment(one.given_at)),
    ]


def _draw(request: Request) -> list[Block]:
    drawn = Draw.objects.filter(request=request).select_related("key").first()
    if drawn is None:
        return []
    word = "抽中，须由县级入户核查" if drawn.drawn else "没有抽中"
    return [
        head("抽查"),
        rows(
            [
                ("顺序号", drawn.number),
                ("结果", word),
                ("比例", f"{drawn.key.percent}%"),
                ("密钥摘要", drawn.key.key_hash),
            ]
        ),
    ]
