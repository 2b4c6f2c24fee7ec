"""Telling a family: in the portal, by a text to a phone, or by somebody who goes there.

No phone is required of anyone: where no message would arrive or be understood, it is a task.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.common.workdays import add_workdays
from doudi.messaging.actions import send
from doudi.messaging.rules import Template, checked, inbox_of, phone
from doudi.people.guards import check_can_tell
from doudi.people.models import Household, InPersonTask, Person, PhoneWord
from doudi.people.queries.telling import Reach, reach, receiver
from doudi.people.rules import TELL_WORKDAYS
from doudi.people.rules.messages import NEW_MESSAGE
from doudi.people.states import InPersonOutcome


@action
def tell(
    *,
    household: Household,
    person: Person,
    template: Template,
    values: Mapping[str, object],
    noun: str,
    key: object,
    once: str,
    by: Actor,
    at: datetime,
    also_users: Iterable[int] = (),
    present: bool = False,
) -> None:
    """One thing, said once for each `once`: to the person's sign-ins and `also_users`, to the
    phones, or by a task for the village. `present`: the family stands before the officer, so
    nobody has to go and tell it again.

    Nobody who is kept from the case is told. Where the person has died, another adult is.
    """
    texts = checked(template, values)
    told = receiver(household, person, day_of(at))
    if told is None:
        _ask_to_tell(household, person, template, texts, noun, str(key), once, by, at)
        return
    by_which = reach(household, told, day_of(at), also_users)
    _send(by_which, household, told, template, texts, noun, key, once, by, at)
    if by_which.by_voice and not present:
        _ask_to_tell(household, told, template, texts, noun, str(key), once, by, at)


def _send(
    by_which: Reach,
    household: Household,
    person: Person,
    template: Template,
    texts: dict[str, str],
    noun: str,
    key: object,
    once: str,
    by: Actor,
    at: datetime,
) -> None:
    """On a phone that others use stands 有新消息 and no more, also behind its sign-in."""
    shown, values = (NEW_MESSAGE, {}) if by_which.shared else (template, texts)
    about = {"template": shown.code, "values": values, "noun": noun, "key": key}
    for user in by_which.users:
        send(to=inbox_of(user), once=f"{once}:user:{user}", by=by, at=at, **about)  # type: ignore[arg-type]
    for index, number in enumerate(by_which.phones):
        message = send(to=phone(number), once=f"{once}:phone:{index}", by=by, at=at, **about)  # type: ignore[arg-type]
        PhoneWord.objects.get_or_create(
            message=message,
            defaults={
                "household": household, "person": person, "template": template.code,
                "values": _open_values(template, texts),
            },
        )  # fmt: skip


def _ask_to_tell(
    household: Household,
    person: Person,
    template: Template,
    texts: Mapping[str, str],
    noun: str,
    key: str,
    once: str,
    by: Actor,
    at: datetime,
) -> InPersonTask:
    task, created = InPersonTask.objects.get_or_create(
        once=once,
        defaults={
            "household": household, "person": person, "place": household.place,
            "template": template.code, "values": _open_values(template, texts), "noun": noun,
            "key": key, "due_on": add_workdays(day_of(at), TELL_WORKDAYS), "created_at": at,
        },
    )  # fmt: skip
    if created:
        record(by=by, at=at, verb="ask_to_tell", noun="in_person_task", key=str(task.pk))
    return task


def _open_values(template: Template, texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name not in template.secrets}


@action
def tell_what_failed(*, word: PhoneWord, by: Actor, at: datetime) -> InPersonTask:
    """A text that the gateway did not deliver is said by somebody."""
    message = word.message
    task, created = InPersonTask.objects.get_or_create(
        once=f"failed:{message.pk}",
        defaults={
            "household": word.household, "person": word.person, "place": word.household.place,
            "template": word.template, "values": word.values, "noun": message.noun,
            "key": message.key, "due_on": add_workdays(day_of(at), TELL_WORKDAYS),
            "created_at": at,
        },
    )  # fmt: skip
    if created:
        record(by=by, at=at, verb="ask_to_tell", noun="in_person_task", key=str(task.pk))
    return task


@action
def record_told(
    *,
    tasks: Sequence[InPersonTask],
    outcome: str,
    told_on: date,
    told_to: str,
    note: str = "",
    by: Officer,
    at: datetime,
) -> None:
    """What was told in one go. `told_to` is the relation to the family, never a name.

    A note left at the door keeps the tasks open, with a new day. Raises Refusal for a day to come.
    """
    for task in tasks:
        check_can_tell(by, task, day_of(at))
    _check_told(tasks, outcome, told_on, told_to, day_of(at))
    left = outcome == InPersonOutcome.LEFT_NOTE
    for task in tasks:
        task.outcome, task.told_on, task.told_to = outcome, told_on, told_to
        task.note, task.done_by_id = note, by.post_id
        task.done_at = None if left else at
        task.due_on = add_workdays(day_of(at), TELL_WORKDAYS) if left else task.due_on
        task.save(
            update_fields=[
                "outcome", "told_on", "told_to", "note", "done_by", "done_at", "due_on",
            ]
        )  # fmt: skip
    record(
        by=by, at=at, verb="tell", noun="household", key=str(tasks[0].household_id),
        outcome=str(outcome), tasks=[task.pk for task in tasks],
    )  # fmt: skip


def _check_told(
    tasks: Sequence[InPersonTask], outcome: str, told_on: date, told_to: str, on: date
) -> None:
    if not tasks or any(task.done_at for task in tasks):
        raise Refusal("telling.done", _("这些事项已经有人登记过，请刷新页面再看。"))
    first = min(day_of(task.created_at) for task in tasks)
    if told_on > on or told_on < first:
        raise Refusal(
            "telling.day", _("告知日期不能晚于今天，也不能早于事项发生的那天。"), field="told_on"
        )
    if outcome != InPersonOutcome.LEFT_NOTE and not told_to:
        raise Refusal("telling.to", _("请选择告诉了谁。"), field="told_to")
