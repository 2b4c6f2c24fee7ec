"""The page `docs/reference/flows.md`: each place's procedure in Chinese, from the shipped flows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from doudi.policies.rules.flows import FLOWS, Flow, Ground, Step, shipped_flows

STANDINGS = {"confirmed": "已确认", "read in a mirror": "见于转载", "assumed": "推定"}
LEVELS = {"village": "村（社区）", "town": "乡镇（街道）", "county": "县级", "city": "市级"}
MOMENTS = {"before_decision": "确认以前", "after_decision": "确认以后"}
SHEETS = {"before": "审核公示（确认以前）", "after": "确认公布（确认以后）"}
UNPOSTED = {
    "orphan": "孤儿基本生活保障",
    "factual_orphan": "事实无人抚养儿童保障",
    "quick_aid": "小额快救",
}
FIELDS = {"name": "姓名", "members": "人口", "amount": "金额"}
NAMES = {"full": "全名", "masked": "隐去部分字"}
INTRO = """# 办理流程

本页由各地的流程数据（`doudi/policies/flows`）生成，供县（市、区）和乡镇（街道）核对：谁、在哪一级、几个工作日、
什么时候可以中止和延长、哪些材料可以后补、公示什么、抽查多少、哪些情形要上会、享受以后多久看一次。
程序按同一份数据办事，改了数据，本页和系统一起变。天数除写明“天”的以外都是工作日。

可靠程度：*已确认*，读过官方原文；*见于转载*，读过转载；*推定*，取自写明的别处或由我们选定，正式使用前请本地确认。
"""


def flows_page() -> str:
    flows = shipped_flows()
    parts = [INTRO, *(_flow(one) for one in flows), _compared(flows), _sheets()]
    return "\n".join(parts)


@cache
def _place_names() -> dict[str, str]:
    """Code → the words in the first line of the place's own file."""
    found = {}
    for path in FLOWS.glob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        found[path.stem] = first.removeprefix("# ").partition("：")[0]
    return found


def place_name(flow: Flow) -> str:
    return _place_names().get(flow.place, flow.place)


def programme_title(code: str) -> str:
    from doudi.applications.rules.messages import programme_name

    return programme_name(code)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _flow(flow: Flow) -> str:
    until = f"，到 {flow.until_on} 为止" if flow.until_on else ""
    standing = STANDINGS[flow.standing]
    return "\n".join(
        [
            f"## {place_name(flow)} · {programme_title(flow.programme)}\n",
            f"自 {flow.from_on} 起{until}。依据：{flow.basis}。\n",
            f"可靠程度：*{standing}*（{flow.taken_from}）。\n",
            f"```mermaid\n{_chart(flow)}```\n",
            "### 步骤\n",
            table(
                ["序", "步骤", "谁办", "哪一级", "工作日", "能否终结"], map(_step, _numbered(flow))
            ),
            "能终结的只有最后一步：村（社区）、受理和入户的人都不能让申请到此为止。\n",
            "### 时限\n",
            table(["事项", "规定"], ((row.title, row.value(flow)) for row in ROWS)),
            "### 可以中止计时的情形\n",
            _grounds(flow.stops),
            "### 可以延长的情形\n",
            f"有下列情形的，总时限最长 {flow.extended_workdays} 个工作日。\n",
            _grounds(flow.extends),
            "### 可以后补的材料（容缺受理）\n",
            "身份材料和核对授权书不能后补；部门能查到的，不向家庭要。\n",
            table(
                ["材料", "先给", "可再延"],
                (
                    (one.label, f"{one.workdays} 个工作日", f"{one.extension_workdays} 个工作日")
                    for one in flow.later_items
                ),
            ),
            "### 要上会的情形（一事一议）\n",
            "由乡镇（街道）审核岗位或县级复核岗位提请；会议给出意见以前不能提出决定。\n",
            _grounds(flow.conference_grounds),
        ]
    )


def _numbered(flow: Flow) -> list[tuple[int, Step]]:
    return list(enumerate(flow.steps, 1))


def _step(row: tuple[int, Step]) -> tuple[object, ...]:
    number, step = row
    days = "按公示天数" if step.limit_workdays is None else step.limit_workdays
    may = "**能**" if step.may_end else "不能"
    return number, step.label, duty(step.duty), level(step.level), days, may


def duty(code: str) -> str:
    from doudi.accounts.states import Duty

    words = {"verification": "县级核对机构"}
    return words.get(code) or str(Duty(code).label)


def level(code: str) -> str:
    return LEVELS[code]


def _chart(flow: Flow) -> str:
    """The steps as a chart; the check and the visit go side by side."""
    lines = ["flowchart TD"]
    for number, step in _numbered(flow):
        days = "" if step.limit_workdays is None else f"<br/>{step.limit_workdays} 个工作日"
        lines.append(f'    s{number}["{step.label}<br/>{level(step.level)}{days}"]')
    beside = {step.code: f"s{number}" for number, step in _numbered(flow)}
    before = ["申请([申请])"]
    for number, step in _numbered(flow):
        if step.code == "verify" and "visit" in beside:
            continue
        here = [f"s{number}"]
        if step.code == "visit" and "verify" in beside:
            here.append(beside["verify"])
        lines += [f"    {one} --> {to}" for one in before for to in here]
        before = here
    lines += [
        f"    {before[0]} --> 纳入([纳入：决定书送达、公布、发放])",
        f"    {before[0]} --> 不予纳入([不予纳入：说明理由、救济，送达])",
        "    公示异议{{公示有异议}} -.-> 重新调查[重新调查或者民主评议]",
    ]
    post, opinion = beside.get("post"), beside.get("opinion")
    if post and opinion:
        lines += [f"    {post} -.-> 公示异议", f"    重新调查 -.-> {opinion}"]
    return "\n".join(lines) + "\n"


def _grounds(found: Sequence[Ground]) -> str:
    with_days = any(one.most_workdays for one in found)
    head = ["情形", "依据", *(["最长"] if with_days else [])]
    return table(head, (_ground(one, with_days=with_days) for one in found))


def _ground(one: Ground, *, with_days: bool) -> tuple[object, ...]:
    if not with_days:
        return one.label, one.basis
    return one.label, one.basis, f"{one.most_workdays} 个工作日" if one.most_workdays else "—"


@dataclass(frozen=True)
class Row:
    """One line of the tables: its title, and how a flow says it."""

    title: str
    value: Callable[[Flow], object]


def _posting(flow: Flow) -> str:
    counts = "计入总时限" if flow.posting_counts_in_total else "不计入总时限"
    return f"{flow.posting_days} 天（从张贴第二天算起，{counts}）"


def _silent(flow: Flow) -> str:
    if flow.step("village_view") is None:
        return "没有村级初审这一步"
    return f"{flow.silent_village_workdays} 个工作日"


ROWS = (
    Row("确认由哪一级", lambda flow: level(flow.deciding_level)),
    Row("从受理到确认", lambda flow: f"{flow.total_workdays} 个工作日"),
    Row("有延长情形的", lambda flow: f"{flow.extended_workdays} 个工作日"),
    Row("村（社区）几天没动，也进乡镇（街道）待办", _silent),
    Row("受理后几天内发起核对", lambda flow: f"{flow.check_start_workdays} 个工作日"),
    Row("入户第二人可以是", lambda flow: "、".join(map(duty, flow.second_investigators))),
    Row(
        "剩几天提醒",
        lambda flow: "、".join(str(one) if one else "当天" for one in flow.reminder_workdays),
    ),
    Row("公示", _posting),
    Row("异议几天内认定有没有实质内容", lambda flow: f"{flow.objection_workdays} 个工作日"),
    Row("公示期满几天内撤下", lambda flow: f"{flow.take_down_workdays} 个工作日"),
    Row("公示后几天内确认", lambda flow: f"{flow.confirm_workdays} 个工作日"),
    Row("抽查", lambda flow: f"{flow.spot.percent}%，{MOMENTS[flow.spot.moment]}"),
    Row("决定书几天内送达", lambda flow: f"{flow.refusal_letter_workdays} 个工作日"),
    Row("投诉、复核几天内答复", lambda flow: f"{flow.complaint_workdays} 个工作日"),
    Row("待遇变更几天内决定", lambda flow: f"{flow.change_workdays} 个工作日"),
    Row("定期核查：情况稳定的", lambda flow: f"每 {flow.looking.recheck_stable_months} 个月"),
    Row("定期核查：情况变动的", lambda flow: f"每 {flow.looking.recheck_unstable_months} 个月"),
    Row("打卡签到", lambda flow: f"每 {flow.looking.check_in_months} 个月，漏签不停发"),
    Row("漏签后几天内上门", lambda flow: f"{flow.looking.visit_workdays} 个工作日"),
    Row("发放时搁置的几天内处理", lambda flow: f"{flow.account_workdays} 个工作日"),
    Row("依据", lambda flow: flow.basis),
    Row("可靠程度", lambda flow: STANDINGS[flow.standing]),
)


def _compared(flows: Sequence[Flow]) -> str:
    """All flows side by side, the steps first."""
    longest_first = sorted(flows, key=lambda flow: -len(flow.steps))
    codes = list(dict.fromkeys(step.code for flow in longest_first for step in flow.steps))
    steps = [(_label(flows, code), *(_cell(flow, code) for flow in flows)) for code in codes]
    rows = [(row.title, *(row.value(flow) for flow in flows)) for row in ROWS]
    heads = [f"{place_name(flow)} · {programme_title(flow.programme)}" for flow in flows]
    return "\n".join(
        ["## 对照\n", table(["事项", *heads], [*steps, *rows]), "“—”表示这个地方没有这一步。\n"]
    )


def _label(flows: Sequence[Flow], code: str) -> str:
    """The step in the words of each place, once where they agree."""
    labels = [step.label for flow in flows if (step := flow.step(code))]
    return "／".join(dict.fromkeys(labels))


def _cell(flow: Flow, code: str) -> str:
    step = flow.step(code)
    if step is None:
        return "—"
    days = "" if step.limit_workdays is None else f"，{step.limit_workdays} 个工作日"
    return f"{duty(step.duty)}{days}"


def _sheets() -> str:
    from doudi.decisions.rules.postings import sheet_rules, unposted

    rows = [_sheet(one) for one in sheet_rules()]
    head = [
        "公示",
        "地方",
        "公布的内容",
        "张贴上的姓名",
        "网页上的姓名",
        "天数",
        "可靠程度",
        "依据",
    ]
    never = [
        (
            UNPOSTED.get(one.programme, one.programme),
            one.from_on,
            STANDINGS[one.standing],
            one.basis,
        )
        for one in unposted()
    ]
    return (
        "\n".join(
            [
                "## 公示公布什么\n",
                table(head, rows),
                "### 不公示的\n",
                table(["救助", "自何时起", "可靠程度", "依据"], never),
            ]
        ).rstrip("\n")
        + "\n"
    )


def _sheet(one: Any) -> tuple[object, ...]:
    return (
        SHEETS[one.kind],
        _place_names().get(one.place, one.place) or "全国",
        "、".join(FIELDS[field] for field in one.fields),
        NAMES.get(one.paper_name, one.paper_name),
        NAMES.get(one.web_name, one.web_name),
        f"{one.days} 天" if one.days else "按流程",
        STANDINGS[one.standing],
        one.basis,
    )
