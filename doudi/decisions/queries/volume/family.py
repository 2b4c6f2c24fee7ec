"""The parts of a volume that the family filled in and signed."""

from datetime import datetime
from typing import Any

from doudi.accounts.queries import post_by_id
from doudi.applications.models import Application, AwaitedItem, PaperScan, Promise, Request
from doudi.applications.queries.declared import items
from doudi.applications.queries.progress import remark_lines
from doudi.applications.queries.units import unit
from doudi.common.clock import day_of
from doudi.common.money import yuan
from doudi.decisions.queries.river import flow_of
from doudi.decisions.queries.words import place_path, programme_name
from doudi.decisions.rules.volume import Block, Part, head, note, pictures, rows, seals, table, text
from doudi.people.models import Authorisation
from doudi.people.queries import (
    MemberView,
    address_of,
    authorisation_text,
    full_number,
    members,
    names_of,
)
from doudi.people.queries.excuses import excuses_of
from doudi.people.rules import authorisation_hash
from doudi.ui.text import cn_date, iso_moment

SEXES = {"F": "女", "M": "男"}


def application_form(request: Request, at: datetime) -> Part:
    """申请表: what was declared, the village's view, and boxes for the seals."""
    application = request.application
    on = day_of(application.submitted_at or application.started_at)
    people = members(application.household, on)
    names = {one.person.pk: one.name for one in people}
    blocks = (
        rows(_head(request)),
        head("家庭成员"),
        table(
            ["姓名", "关系", "性别", "出生日期", "证件号码"],
            [_member(one) for one in people],
            widths=["auto", "auto", "auto", "auto", "1"],
        ),
        head("申报的收入、财产和支出"),
        table(
            ["项目", "谁", "金额或数量", "单位"],
            [_item(one, names) for one in items(application, on=on, known=at)],
            widths=["2", "1", "1", "auto"],
            numbers=[2],
        ),
        note("没有列出的项目，家庭申报为没有；“不清楚”按未知处理，不当作没有。"),
        *_unit(request),
        *_remarks(application, names),
        head("签章"),
        seals(*_boxes(application)),
    )
    return Part("form", "社会救助申请表", blocks)


def _head(request: Request) -> list[tuple[str, object]]:
    application = request.application
    home = application.household
    submitted = application.submitted_at
    return [
        ("申请编号", application.number),
        ("受理编号", application.receipt_number or ""),
        ("申请救助", programme_name(request.programme)),
        ("申请方式", application.get_channel_display()),
        ("提交时间", iso_moment(submitted) if submitted else ""),
        ("家庭住址", f"{place_path(application.place)} {address_of(home)}".strip()),
        ("户口", {"rural": "农村", "urban": "城镇"}.get(home.registration, "未知")),
        ("最迟办结", application.due_on.isoformat() if application.due_on else ""),
    ]


def _member(one: MemberView) -> tuple[str, ...]:
    born = one.born_on.isoformat() if one.born_on else "未知"
    number = full_number(one.person) or "没有证件号码"
    return one.name, one.relation_label, SEXES.get(one.sex, "未知"), born, number


def _item(one: Any, names: dict[int, str]) -> tuple[str, ...]:
    who = names.get(one.person_id, "") if one.person_id else "全家"
    if not one.known:
        return one.label, who, "不清楚", ""
    if one.amount_fen is not None:
        return one.label, who, yuan(one.amount_fen), "元/月" if one.per == "month" else "元"
    extra = f"，{one.area_m2} 平方米" if one.area_m2 else ""
    return one.label, who, f"{one.count}{extra}", ""


def _unit(request: Request) -> list[Block]:
    lines = unit(request)
    if not lines:
        return []
    words = {True: "计入", False: "不计入", None: "待定"}
    return [
        head("共同生活家庭成员的认定"),
        table(
            ["姓名", "是否计入", "依据"],
            [(one.name, words[one.counted], one.ground_label) for one in lines],
            widths=["auto", "auto", "1"],
        ),
    ]


def _remarks(application: Application, names: dict[int, str]) -> list[Block]:
    found = remark_lines(application, names)
    if not found:
        return []
    said = "；".join(f"{one.text}{f'（{one.name}）' if one.name else ''}" for one in found)
    return [head("受理时的提示"), text(f"{said}。")]


def _boxes(application: Application) -> list[tuple[str, str, str]]:
    view = getattr(application, "first_view", None)
    village = f"{view.get_view_display()}　{view.note}".strip() if view else ""
    when = cn_date(view.given_at) if view else "　　年　　月　　日"
    accepted = application.accepted_at
    taken = f"受理编号 {application.receipt_number}" if accepted else ""
    return [
        ("申请人签名", "", "　　年　　月　　日"),
        ("村（居）民委员会（盖章）", village, when),
        ("乡镇（街道）（盖章）", taken, cn_date(accepted) if accepted else "　　年　　月　　日"),
        ("县级民政部门（盖章）", "", "　　年　　月　　日"),
    ]


def authorisations(application: Application) -> Part:
    """授权书: the wording of each version that was signed, and every signature as drawn."""
    found = list(
        Authorisation.objects.filter(household_id=application.household_id)
        .select_related("signature")
        .order_by("signed_at", "person_id")
    )
    names = names_of(who for one in found for who in (one.person_id, one.signed_by_id))
    files = {f"letter-{one.number}": one.signature for one in found}
    captions = [(f"letter-{one.number}", _caption(one, names)) for one in found]
    blocks: list[Block] = [*_wordings(found)]
    blocks += [head("签名"), pictures(captions, columns=2)] if found else [text("还没有人签名。")]
    blocks += _excused(application)
    return Part("letters", "家庭经济状况核对授权书", tuple(blocks), files)


def _excused(application: Application) -> list[Block]:
    """Whose signature is replaced by an officer's reason; the reason itself stays sealed."""
    found = list(excuses_of(application.household).select_related("excused_by__user"))
    if not found:
        return []
    names = names_of(one.person_id for one in found)
    lines = [
        (
            names.get(one.person_id, ""),
            one.get_ground_display(),
            one.excused_by.user.name,
            iso_moment(one.excused_at),
        )
        for one in found
    ]
    return [head("不要求签名的成年人"), table(["姓名", "情形", "认定人", "时间"], lines)]


def promises(request: Request) -> list[Part]:
    """容缺受理: the signed promise, each paper that may follow, and what stopped the clock."""
    application = request.application
    signed = Promise.objects.filter(application=application).select_related("signature").first()
    waited = list(application.awaited.select_related("file").order_by("pk"))
    events = list(application.clock_events.order_by("on", "pk"))
    if signed is None and not waited and not events:
        return []
    files: dict[str, Any] = {f"item-{one.pk}": one.file for one in waited if one.file}
    blocks: list[Block] = []
    if waited:
        blocks += [
            head("后补的材料"),
            table(["材料", "最迟", "结果"], map(_waited, waited), widths=["2", "1", "3"]),
        ]
    if events:
        labels = _ground_labels(request)
        lines = [
            (one.get_kind_display(), one.on, labels.get(one.code, one.code), one.reason)
            for one in events
        ]
        blocks += [
            head("计时"),
            table(["事项", "日期", "情形", "说明"], lines, widths=["auto", "auto", "2", "1"]),
        ]
    if signed is not None:
        files = {"promise": signed.signature, **files}
        when = f"{iso_moment(signed.signed_at)} · {signed.text_version} 版"
        blocks += [head("告知承诺书签名"), pictures([("promise", when)], columns=3)]
    shown = [(f"item-{one.pk}", one.label) for one in waited if one.file]
    if shown:
        blocks += [head("收到的材料"), pictures(shown)]
    return [Part("promises", "告知承诺和后补材料", tuple(blocks), files)]


def _ground_labels(request: Request) -> dict[str, str]:
    application = request.application
    flow = flow_of(request, day_of(application.submitted_at or application.started_at))
    return {one.code: one.label for one in (*flow.stops, *flow.extends)}


def scans(application: Application) -> list[Part]:
    """Signed sheets that came back as photographs."""
    found = list(
        PaperScan.objects.filter(paper__application=application)
        .select_related("paper", "file")
        .order_by("scanned_at", "pk")
    )
    if not found:
        return []
    items = [
        (f"scan-{one.pk}", f"{one.paper.get_kind_display()} · {iso_moment(one.scanned_at)}")
        for one in found
    ]
    files = {f"scan-{one.pk}": one.file for one in found}
    return [Part("scans", "拍回的纸质表", (pictures(items, columns=2),), files)]


def _waited(one: AwaitedItem) -> tuple[object, ...]:
    if one.received_at:
        said = f"{iso_moment(one.received_at)} 收到"
    elif one.closed_at:
        said = f"{iso_moment(one.closed_at)} 不再等：{one.closed_reason}"
    else:
        said = "还没有交"
    longer = f"（延长：{one.extension_reason}）" if one.extended_at else ""
    return one.label, one.due_on or "", f"{said}{longer}"


def _wordings(found: list[Authorisation]) -> list[Block]:
    """A version whose text has since been changed is named, not reprinted as if it were signed."""
    blocks: list[Block] = []
    for version, digest in sorted({(one.text_version, one.text_hash) for one in found}):
        if authorisation_hash(version) == digest:
            title, *lines = authorisation_text(version).strip().split("\n\n")
            blocks += [head(f"{title}（{version} 版）"), *(text(line) for line in lines)]
        else:
            blocks.append(text(f"{version} 版的文字已变更，签名时的文字摘要：{digest}"))
    return blocks


def _caption(one: Authorisation, names: dict[int, str]) -> str:
    name, signer = names.get(one.person_id, ""), names.get(one.signed_by_id, "")
    who = name if one.person_id == one.signed_by_id else f"{name}（{signer}代签）"
    parts = [who, one.get_channel_display(), iso_moment(one.signed_at), f"{one.text_version} 版"]
    if one.witness_id:
        parts.append(f"见证：{post_by_id(one.witness_id).user.name}")
    if one.revoked_at:
        parts.append(f"{iso_moment(one.revoked_at)} 撤回")
    return " · ".join([*parts, one.number])
