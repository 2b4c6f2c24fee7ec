"""容缺受理: papers that may follow, against a signed promise, with a day for each."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from doudi.applications import guards
from doudi.applications.actions.clock import note_clock
from doudi.applications.actions.messages import tell
from doudi.applications.models import Application, AwaitedItem, Promise
from doudi.applications.queries.clock import ground_of, open_stops
from doudi.applications.queries.items import awaited, items_that_may_follow
from doudi.applications.rules import messages
from doudi.applications.rules.promises import PROMISE_VERSION, promise_hash
from doudi.applications.states import ClockKind, State
from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer, System
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.common.workdays import add_workdays
from doudi.files.actions import store
from doudi.journal.actions import note
from doudi.people.models import Person
from doudi.people.states import SigningChannel
from doudi.ui.text import cn_date

STOP = "awaiting_items"


@action
def name_items(
    *, application: Application, codes: Sequence[str], by: Officer, at: datetime
) -> list[AwaitedItem]:
    """Everything missing, at once and once (一次性告知), from the flow's list of later items; the
    working days of each run from today, so that the promise can name the day."""
    guards.check_can_name_items(by, application, day_of(at))
    allowed = {one.code: one for one in items_that_may_follow(application, day_of(at))}
    if not codes or not set(codes) <= set(allowed):
        raise Refusal("items.unknown", _("请从可以后补的材料里选，可以多选。"), field="codes")
    made = AwaitedItem.objects.bulk_create(
        AwaitedItem(
            application=application, code=code, label=later.label, named_at=at,
            named_by_id=by.post_id, due_on=add_workdays(day_of(at), later.workdays),
        )
        for code, later in allowed.items() if code in set(codes)
    )  # fmt: skip
    record(
        by=by, at=at, verb="name_items", noun="application", key=application.pk,
        items=[one.code for one in made],
    )  # fmt: skip
    note(noun="application", key=application.pk, verb="items_named", at=at)
    tell(application, messages.ITEMS_NAMED.code, by, at)
    return made


@action
def sign_promise(
    *, application: Application, person: Person, signature: bytes, by: Actor, at: datetime
) -> Promise:
    """The applicant or another grown member signs; at a counter the officer is the witness.

    `signature` is what was drawn (PNG) or, at a counter, a photograph of the signed sheet. A
    second signature changes nothing.
    """
    guards.check_can_sign(by, application, day_of(at))
    if not application.awaited.exists():
        raise Refusal("promise.nothing", _("没有要后补的材料，不用签承诺书。"))
    known = Promise.objects.filter(application=application).first()
    if known is not None:
        return known
    witness = by if isinstance(by, Officer) else None
    kind = "signature" if signature.startswith(b"\x89PNG") else "scan"
    file = store(
        content=signature, kind=kind, owner_noun="application", owner_key=application.key,
        sensitivity="personal", by=by, at=at,
    )  # fmt: skip
    made = Promise.objects.create(
        application=application, text_version=PROMISE_VERSION, text_hash=promise_hash(),
        signed_by=person, channel=SigningChannel.COUNTER if witness else SigningChannel.THIS_PHONE,
        signature=file, witness_id=witness.post_id if witness else None, signed_at=at,
    )  # fmt: skip
    record(by=by, at=at, verb="sign_promise", noun="application", key=application.pk)
    return made


@action
def receive_item(
    *, item: AwaitedItem, content: bytes | None = None, by: Actor, at: datetime
) -> AwaitedItem:
    """It came: photographed by the family, or seen at a counter (`content` None there)."""
    item = _locked(item)
    application = item.application
    guards.check_can_receive_item(by, application, day_of(at))
    _check_open(item)
    if content is None and not isinstance(by, Officer):
        raise Refusal("item.content", _("请拍照或选择文件。"), field="file")
    if content is not None:
        item.file = store(
            content=content, kind="scan", owner_noun="application", owner_key=application.key,
            sensitivity="sensitive", by=by, at=at,
        )  # fmt: skip
    item.received_at = at
    item.received_by_id = by.post_id if isinstance(by, Officer) else None
    item.save(update_fields=["file", "received_at", "received_by"])
    record(by=by, at=at, verb="receive_item", noun="application", key=application.pk,
           item=item.code)  # fmt: skip
    note(noun="application", key=application.pk, verb="item_received", at=at)
    _let_run(application, by, at)
    return item


@action
def extend_item(*, item: AwaitedItem, reason: str, by: Officer, at: datetime) -> AwaitedItem:
    """Once, by the days of the flow, from the day on which it was due."""
    item = _locked(item)
    guards.check_can_handle_items(by, item.application, day_of(at))
    _check_open(item)
    if item.extended_at or item.due_on is None:
        raise Refusal("item.extended", _("这一项已经延长过一次，不能再延长。"))
    if not reason.strip():
        raise Refusal("item.reason", _("请写明延长的理由。"), field="reason")
    known = {one.code: one for one in items_that_may_follow(item.application, day_of(at))}
    days = known[item.code].extension_workdays if item.code in known else 0
    item.due_on = add_workdays(max(item.due_on, day_of(at)), days)
    item.extended_at, item.extended_by_id = at, by.post_id
    item.extension_reason = reason.strip()
    item.save(update_fields=["due_on", "extended_at", "extended_by", "extension_reason"])
    record(by=by, at=at, verb="extend_item", noun="application", key=item.application_id,
           item=item.code, due_on=item.due_on)  # fmt: skip
    due = cn_date(item.due_on)
    tell(item.application, messages.ITEM_EXTENDED.code, by, at, turn=str(item.pk), due=due)
    return item


@action
def close_item(*, item: AwaitedItem, reason: str, by: Officer, at: datetime) -> AwaitedItem:
    """It will not come: a named officer says so, and the case is decided on what is known.

    Not before its day is over: until then the family may still bring it.
    """
    item = _locked(item)
    guards.check_can_handle_items(by, item.application, day_of(at))
    _check_open(item)
    if item.due_on is not None and day_of(at) <= item.due_on:
        words = _("约定的日期是 %(day)s，过了这一天才能按没有交办理。")
        raise Refusal("item.not_due", words % {"day": item.due_on.isoformat()})
    if not reason.strip():
        raise Refusal("item.reason", _("请写明理由，以及按什么情况决定。"), field="reason")
    item.closed_at, item.closed_by_id, item.closed_reason = at, by.post_id, reason.strip()
    item.save(update_fields=["closed_at", "closed_by", "closed_reason"])
    record(by=by, at=at, verb="close_item", noun="application", key=item.application_id,
           item=item.code)  # fmt: skip
    note(noun="application", key=item.application_id, verb="item_closed", at=at)
    _let_run(item.application, by, at)
    return item


@action
def stop_for_items(*, application: Application, reason: str, by: Officer, at: datetime) -> None:
    """The limit stands still while nothing can be done without the papers."""
    guards.check_can_handle_items(by, application, day_of(at))
    if not awaited(application):
        raise Refusal("items.none", _("没有在等的材料，不能中止计时。"))
    note_clock(
        application=application, kind=ClockKind.STOP, code=STOP, reason=reason, on=day_of(at),
        by=by, at=at,
    )  # fmt: skip
    record(by=by, at=at, verb="stop_for_items", noun="application", key=application.pk)


@action
def remind(*, item: AwaitedItem, by: System, at: datetime) -> None:
    """One reminder for each day on which it is due: an extension gives another."""
    if item.due_on is None or item.application.state in (State.WITHDRAWN, State.CLOSED):
        return
    tell(
        item.application, messages.ITEM_DUE.code, by, at, turn=f"{item.pk}.{item.due_on:%m%d}",
        due=cn_date(item.due_on),
    )  # fmt: skip
    record(by=by, at=at, verb="remind_item", noun="application", key=item.application_id,
           item=item.code)  # fmt: skip


def _let_run(application: Application, by: Actor, at: datetime) -> None:
    """The last one came: what stood still for them runs again."""
    if awaited(application) or application.accepted_at is None:
        return
    if STOP in open_stops(application, day_of(at)) and ground_of(application, STOP, day_of(at)):
        note_clock(
            application=application, kind=ClockKind.RESUME, code=STOP, reason="", on=day_of(at),
            by=by, at=at,
        )  # fmt: skip


def _locked(item: AwaitedItem) -> AwaitedItem:
    found = AwaitedItem.objects.select_for_update(of=("self",))
    return found.select_related("application__place", "application__started_by").get(pk=item.pk)


def _check_open(item: AwaitedItem) -> None:
    if item.received_at or item.closed_at:
        raise Refusal("item.over", _("这一项已经交了或者已经了结，请刷新页面再看。"))
