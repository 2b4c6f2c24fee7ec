from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.applications.models import Request
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.decisions import guards
from doudi.decisions.actions.telling import tell
from doudi.decisions.models import Posting, PostingLine
from doudi.decisions.queries import standing
from doudi.decisions.rules import messages, postings
from doudi.decisions.states import PostingKind
from doudi.files.actions import store
from doudi.journal.actions import note
from doudi.people.queries import names_of
from doudi.policies.rules.flows import flow_for
from doudi.ui.text import cn_day


@action
def prepare_posting(
    *, place: Place, requests: Sequence[Request], kind: str, by: Officer, at: datetime
) -> Posting:
    """One sheet for one village; its lines hold the white-listed words and nothing else."""
    ids = [request.pk for request in requests]
    held = list(
        Request.objects.select_for_update(of=("self",))
        .select_related("application")
        .filter(pk__in=ids)
        .order_by("pk")
    )
    guards.check_can_prepare(by, place, held, kind, day_of(at))
    rule = _rule(kind, place, day_of(at))
    posting = Posting.objects.create(
        kind=kind,
        programme=held[0].programme,
        place=place,
        office_id=by.office_id,
        prepared_at=at,
        prepared_by_id=by.post_id,
    )
    names = names_of(one.application.applicant_id for one in held)
    lines = [_line(posting, one, names[one.application.applicant_id], rule) for one in held]
    PostingLine.objects.bulk_create(lines)
    record(
        by=by, at=at, verb="prepare", noun="posting", key=posting.pk, kind=str(kind),
        lines=len(held),
    )  # fmt: skip
    return posting


def _rule(kind: str, place: Place, on: date) -> postings.SheetRule:
    try:
        return postings.sheet_rule(kind, place.code, on)
    except postings.NoSheetRule:
        raise Refusal("posting.no_rule", _("这个地方没有规定公示哪些内容，不能公示。")) from None


def _line(posting: Posting, request: Request, name: str, rule: postings.SheetRule) -> PostingLine:
    people, amount = standing.people_and_amount(request)
    return PostingLine(
        posting=posting,
        request=request,
        name=name,
        members=people,
        amount_fen=amount if "amount" in rule.fields else None,
    )


@action
def hang(
    *,
    posting: Posting,
    hung_on: date,
    where: str,
    photo: bytes | None,
    by: Officer,
    at: datetime,
) -> Posting:
    """Days count from the real hanging: that day is not counted, the last is `until_on`."""
    held = Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    guards.check_can_hang(by, held, day_of(at), hung_on=hung_on)
    if not where.strip():
        raise Refusal("posting.where", _("请写明张贴在哪里，例如村务公开栏。"), field="where")
    if not photo:
        raise Refusal("posting.photo", _("请上传张贴后的照片。"), field="photo")
    held.photo = store(
        content=photo, kind="photo", owner_noun="posting", owner_key=held.pk,
        sensitivity="personal", by=by, at=at,
    )  # fmt: skip
    held.hung_on, held.hung_where, held.hung_by_id = hung_on, where.strip(), by.post_id
    held.until_on = postings.last_day(hung_on, _days(held, hung_on))
    held.save(update_fields=["hung_on", "hung_where", "hung_by", "photo", "until_on"])
    record(by=by, at=at, verb="hang", noun="posting", key=held.pk, hung_on=hung_on)
    note(noun="posting", key=held.pk, verb="hung", at=at)
    _tell_families(held, by, at)
    return held


def _days(posting: Posting, on: date) -> int:
    days = _rule(posting.kind, posting.place, on).days
    if days is None:
        days = flow_for(posting.programme, posting.place.code, on).posting_days
    return days


def _tell_families(posting: Posting, by: Officer, at: datetime) -> None:
    hung_on, until_on = posting.hung_on, posting.until_on
    if posting.kind != PostingKind.BEFORE or hung_on is None or until_on is None:
        return
    lines = posting.lines.filter(removal__isnull=True)
    for line in lines.select_related("request__application__started_by"):
        tell(
            request=line.request, template=messages.POSTED, once=line.pk, by=by, at=at,
            place=posting.place.name, hung=cn_day(hung_on), until=cn_day(until_on),
        )  # fmt: skip


@action
def take_down(
    *, posting: Posting, reason: str = "", photo: bytes | None = None, by: Officer, at: datetime
) -> Posting:
    """The sheet is off the board, with a photograph of the place where it hung.

    Before its last day is over only with a reason, and then it does not count.
    """
    held = Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    on = day_of(at)
    guards.check_can_take_down(by, held, on, reason=reason, photographed=bool(photo))
    early = held.until_on is None or on <= held.until_on
    held.taken_down_at, held.taken_down_by_id = at, by.post_id
    held.early_reason = reason.strip() if early else ""
    if photo:
        held.taken_down_photo = store(
            content=photo, kind="photo", owner_noun="posting", owner_key=held.pk,
            sensitivity="personal", by=by, at=at,
        )  # fmt: skip
    held.save(update_fields=["taken_down_at", "taken_down_by", "early_reason", "taken_down_photo"])
    record(by=by, at=at, verb="take_down", noun="posting", key=held.pk, early=early)
    note(noun="posting", key=held.pk, verb="ended" if not early else "void", at=at)
    return held
