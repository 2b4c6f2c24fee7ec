"""The parts of a volume from the sheet on the board to the letter in the family's hand."""

from doudi.accounts.models import Post
from doudi.applications.models import Request
from doudi.common.money import yuan
from doudi.decisions.models import (
    Appraisal,
    Conference,
    Decision,
    Letter,
    Objection,
    PaperOnly,
    PostingLine,
    Review,
)
from doudi.decisions.queries.letters import letter_data
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
from doudi.people.queries import names_of
from doudi.policies.rules.flows import flow_for
from doudi.ui.text import beijing_day, iso_moment


def postings(request: Request) -> Part:
    """公示: each sheet with its photographs, what was said against it, and the answer."""
    lines = request.posting_lines.select_related(
        "posting__place", "posting__photo", "posting__taken_down_photo", "posting__hung_by__user"
    )
    blocks: list[Block] = []
    part_files: dict[str, object] = {}
    for line in lines.order_by("pk"):
        blocks += _sheet(line, part_files)
        blocks += [block for one in line.objections.order_by("pk") for block in _objection(one)]
    for one in Appraisal.objects.filter(request=request).select_related("minutes"):
        blocks += _appraisal(one, part_files)
    shown = tuple(blocks) or (text("没有公示。"),)
    return Part("postings", "公示、异议和评议", shown, part_files)


def _sheet(line: PostingLine, files: dict[str, object]) -> list[Block]:
    posting = line.posting
    photos: list[tuple[str, str]] = []
    for file, word in ((posting.photo, "张贴时"), (posting.taken_down_photo, "撤下时")):
        if file is not None:
            files[f"sheet-{file.pk}"] = file
            photos.append((f"sheet-{file.pk}", word))
    down = iso_moment(posting.taken_down_at) if posting.taken_down_at else "还没有撤下"
    amount = "未定" if line.amount_fen is None else f"{yuan(line.amount_fen)} 元/月"
    blocks = [
        head(str(posting.get_kind_display())),
        rows(
            [
                ("公布的内容", f"{line.name}，{line.members} 人，{amount}"),
                ("张贴", f"{posting.hung_on or '没有张贴'} {posting.hung_where}"),
                ("张贴人", posting.hung_by.user.name if posting.hung_by else ""),
                ("最后一天", posting.until_on or ""),
                ("撤下", down),
                ("提前撤下的理由", posting.early_reason or "没有提前撤下"),
            ]
        ),
    ]
    return [*blocks, pictures(photos, columns=2)] if photos else blocks


def _objection(one: Objection) -> list[Block]:
    """Without who raised it: name and contact never leave the objection itself."""
    substance = {True: "有实质内容", False: "没有实质内容", None: "还没有认定"}[one.substance]
    upheld = {True: "成立", False: "不成立", None: "还没有答复"}[one.upheld]
    return [
        rows(
            [
                ("异议", f"{one.raised_on}：{one.text}"),
                ("认定", f"{substance} {one.substance_reason}".strip()),
                ("处理", one.get_route_display() if one.route else ""),
                ("结果", f"{upheld} {one.answer}".strip()),
            ]
        ),
        note("提出人的身份不写入案卷。"),
    ]


def _appraisal(one: Appraisal, files: dict[str, object]) -> list[Block]:
    files[f"appraisal-{one.pk}"] = one.minutes
    return [
        head("民主评议"),
        rows(
            [
                ("时间地点", f"{one.held_on} {one.where}"),
                ("到会", f"{one.attendants} 人，其中村（居）民代表 {one.representatives} 人"),
                ("表决", f"同意 {one.agree}，不同意 {one.disagree}"),
                ("评议意见", one.text),
            ]
        ),
        pictures([(f"appraisal-{one.pk}", "评议记录")], columns=2),
    ]


def conferences(request: Request) -> list[Part]:
    """一事一议: why the case went there, the minutes, and the resolution."""
    calls = list(request.conference_calls.order_by("called_at"))
    items = list(
        request.conference_items.select_related("conference__office", "conference__minutes")
    )
    if not calls and not items:
        return []
    labels = grounds_of(request)
    files: dict[str, object] = {}
    blocks: list[Block] = [
        rows([(labels.get(call.ground, call.ground), call.reason) for call in calls])
    ]
    for one in items:
        blocks += _meeting(one.conference, files)
        blocks.append(
            rows([("会议意见", one.get_resolution_display()), ("会议记录摘要", one.text)])
        )
    return [Part("conference", "一事一议", tuple(blocks), files)]


def _meeting(held: Conference, files: dict[str, object]) -> list[Block]:
    who = "、".join(f"{one['name']}（{one['unit']}）" for one in held.attendants)
    blocks = [
        head(f"{held.held_on} 会议"),
        rows(
            [
                ("单位", held.office.name),
                ("地点", held.where),
                ("主持", held.chair),
                ("参加", who),
            ]
        ),
    ]
    if held.minutes is None:
        return blocks
    files[f"minutes-{held.pk}"] = held.minutes
    return [*blocks, pictures([(f"minutes-{held.pk}", "会议记录")], columns=2)]


def grounds_of(request: Request) -> dict[str, str]:
    """Code → words of the flow's grounds for a meeting, as on the day of application."""
    application = request.application
    on = beijing_day(application.submitted_at or application.started_at)
    flow = flow_for(request.programme, application.place.code, on)
    return {one.code: one.label for one in flow.conference_grounds}


def decisions(request: Request) -> Part:
    """拟定和决定: also what was returned or taken back."""
    found = request.decisions.select_related(
        "office", "proposed_by__office", "proposed_by__user", "decided_by__office",
        "decided_by__user", "conference",
    ).order_by("proposed_at")  # fmt: skip
    blocks: list[Block] = []
    for one in found:
        blocks += [head(f"决定 {one.number}"), rows(_decision(one))]
    return Part("decision", "审核确认", tuple(blocks) or (text("还没有拟定决定。"),))


def _decision(one: Decision) -> list[tuple[str, object]]:
    amount = "" if one.amount_fen is None else f"{yuan(one.amount_fen)} 元/月"
    found: list[tuple[str, object]] = [
        ("结果", one.get_outcome_display()),
        ("金额", amount),
        ("理由", one.reason),
        ("拟定", f"{_who(one.proposed_by)} {iso_moment(one.proposed_at)}"),
    ]
    if one.conference:
        found.append(("会议", f"{one.conference.held_on} {one.conference.where}"))
    if one.returned_at:
        found.append(("退回", f"{iso_moment(one.returned_at)} {one.returned_reason}"))
    if one.decided_at and one.decided_by:
        found.append(("确认", f"{_who(one.decided_by)} {iso_moment(one.decided_at)}"))
        found.append(("自何时起", one.effective_from or ""))
    if one.annulled_at:
        found.append(("撤销", f"{iso_moment(one.annulled_at)} {one.annulled_reason}"))
    return found


def _who(post: Post) -> str:
    return f"{post.office.name} {post.user.name}"


def letters(request: Request) -> list[Part]:
    """决定书和送达: the words of the letter as they were sent, and how it reached the family."""
    found = Letter.objects.filter(decision__request=request).select_related(
        "decision__request__application__applicant", "decision__office", "served_signature",
        "decision__assessment", "served_by__user",
    ).order_by("written_at")  # fmt: skip
    return [_letter(one, number) for number, one in enumerate(found, 1)]


def _letter(letter: Letter, number: int) -> Part:
    words = letter_data(letter.decision, letter.number, letter.code)
    files: dict[str, object] = {}
    blocks: list[Block] = [
        rows(
            [
                ("文号", letter.number),
                ("写成", iso_moment(letter.written_at)),
                ("收件人", words["name"]),
                ("依据", words["laws"]),
            ]
        ),
        head("理由"),
        *(text(line) for line in [*words["reasons"], words["reason"]] if line),
        head("金额怎么算"),
        sheet(words["sheet"]),
        head("送达"),
        rows(_service(letter)),
    ]
    if letter.served_signature:
        files[f"served-{letter.pk}"] = letter.served_signature
        blocks.append(pictures([(f"served-{letter.pk}", "收件人签名")], columns=3))
    blocks += [
        block for one in letter.decision.reviews.order_by("asked_at") for block in _review(one)
    ]
    return Part(f"letter-{number}", f"{words['title']}和送达", tuple(blocks), files)


def _service(letter: Letter) -> list[tuple[str, object]]:
    if letter.served_on is None:
        return [("送达", "还没有送达")]
    to = names_of([letter.served_to_id]) if letter.served_to_id else {}
    return [
        ("送达日期", letter.served_on),
        ("方式", letter.get_served_how_display()),
        ("收件人", to.get(letter.served_to_id or 0, "")),
        ("送达人", letter.served_by.user.name if letter.served_by else "本人在手机上确认"),
    ]


def _review(one: Review) -> list[Block]:
    answer = f"{one.get_outcome_display()} {one.answer}" if one.answered_at else "还没有答复"
    return [
        head("复核"),
        rows([("提出", f"{iso_moment(one.asked_at)} {one.text}"), ("答复", answer)]),
    ]


def papers(request: Request) -> Part:
    """只有纸质: what no file holds, and where it is kept."""
    found = PaperOnly.objects.filter(request=request, struck_at__isnull=True)
    found = found.select_related("noted_by__user", "noted_by__office").order_by("pk")
    if not found:
        return Part("papers", "只有纸质的材料", (text("没有登记只有纸质的材料。"),))
    lines = [
        (one.what, one.sheets, one.kept_where, _who(one.noted_by), beijing_day(one.noted_at))
        for one in found
    ]
    block = table(
        ["材料", "页数", "存放地点", "登记人", "登记日期"],
        lines,
        widths=["2", "auto", "2", "1.4", "auto"],
        numbers=[1],
    )
    return Part("papers", "只有纸质的材料", (block,))
