"""打卡签到: a sign of life each quarter, in five ways.

Nothing here reaches money: a quarter in which nobody was seen sends somebody to look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.awards.guards import care as guards
from doudi.awards.models import Award, CheckIn, MissedCheckIn
from doudi.awards.queries import checkins as queries
from doudi.awards.queries.rechecks import looking_for
from doudi.awards.rules.checkins import MOST_AT_ONCE, last_quarter, quarter_of
from doudi.awards.rules.messages import CHECK_IN_DUE
from doudi.awards.states import CheckInWay
from doudi.common.actors import Actor, Citizen, Officer, System
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.common.workdays import add_workdays
from doudi.files.actions import store
from doudi.files.models import File
from doudi.messaging.models import Message
from doudi.people.actions.telling import tell
from doudi.people.models import Person
from doudi.people.queries import person_of
from doudi.people.queries.telling import reach
from doudi.visits.models import Plan, Visit


@dataclass(frozen=True)
class Told:
    """One sign of life. `id` is made on the device, so a repeated delivery is the same one."""

    id: UUID
    award: Award
    person: Person
    way: str
    seen_on: date
    recorded_at: datetime
    note: str = ""
    photo: bytes = b""
    through: Person | None = None


@action
def check_in(
    *,
    award: Award,
    check_in: UUID,
    person: Person,
    photo: bytes = b"",
    recorded_at: datetime,
    by: Citizen,
    at: datetime,
) -> CheckIn:
    """By oneself on the phone, or for whom one stands in. A repeat gives the first one.

    Counts for the quarter in which the button was pressed, however late it arrives; a device
    whose clock is far off counts for today. Raises Hidden for a stranger.
    """
    award = _locked(award)
    on = day_of(at)
    choice = guards.check_choice(by, award, person.pk, on)
    moment = min(recorded_at, at)
    if day_of(moment) < last_quarter(on, queries.months_of(award, on)):
        moment = at
    through = None if choice.way == CheckInWay.SELF else person_of(by.user_id)
    told = Told(
        check_in, award, person, choice.way, day_of(moment), moment, photo=photo, through=through
    )
    return _keep(told, by, at)


@action
def check_in_at_home(
    *,
    award: Award,
    check_in: UUID,
    person: Person,
    note: str = "",
    photo: bytes = b"",
    recorded_at: datetime,
    by: Officer,
    at: datetime,
) -> CheckIn:
    """An officer saw the person at home. A repeat of the same delivery gives the first one."""
    award = _locked(award)
    guards.check_can_check_in(by, award, day_of(at))
    _check_person(award, person, day_of(at))
    moment = min(recorded_at, at)
    _check_day(award, day_of(moment), day_of(at))
    told = Told(
        check_in, award, person, CheckInWay.HOME, day_of(moment), moment, note=note, photo=photo
    )
    return _keep(told, by, at)


@action
def check_in_group(
    *,
    seen: Sequence[tuple[Award, Person]],
    seen_on: date,
    where: str,
    by: Officer,
    at: datetime,
) -> int:
    """People who came to the community on one day, at most fifty, on one officer's word.

    Returns how many were new; who was checked in before is passed over. All or none.
    """
    if not seen:
        raise Refusal("check_in.nobody", _("还没有勾选来签到的人。"), field="seen")
    if len(seen) > MOST_AT_ONCE:
        sentence = _("一次最多确认 %(n)s 人，请分批办理。") % {"n": MOST_AT_ONCE}
        raise Refusal("check_in.many", sentence, field="seen")
    if not where.strip():
        raise Refusal("check_in.where", _("请写明在哪里集中签到。"), field="where")
    made = [_in_group(award, person, seen_on, where, by, at) for award, person in seen]
    record(by=by, at=at, verb="check_in_group", noun="check_in", key=seen_on, people=sum(made))
    return sum(made)


def _in_group(
    award: Award, person: Person, seen_on: date, where: str, by: Officer, at: datetime
) -> bool:
    award = _locked(award)
    guards.check_can_check_in(by, award, day_of(at))
    _check_person(award, person, day_of(at))
    _check_day(award, seen_on, day_of(at))
    one = uuid4()
    told = Told(one, award, person, CheckInWay.GROUP, seen_on, at, note=where)
    return _keep(told, by, at).pk == one


@action
def count_visit(*, visit: Visit, by: System, at: datetime) -> int:
    """Whoever was met in a finished visit is checked in by it; returns how many were new."""
    made = 0
    on = day_of(visit.recorded_at)
    for award in queries.awards_at(visit):
        for person in queries.met_in(visit, award, on):
            one = uuid4()
            told = Told(one, _locked(award), person, CheckInWay.PROOF, on, visit.recorded_at)
            made += _write(told, queries.recorder(visit).pk, visit.recorded_by_id, at).pk == one
    record(by=by, at=at, verb="count_visit", noun="visit", key=visit.pk, people=made)
    return made


def _locked(award: Award) -> Award:
    """Two deliveries for one award wait for each other."""
    related = ("place", "holder", "household", "household__place")
    rows = Award.objects.select_for_update(of=("self",)).select_related(*related)
    return rows.get(pk=award.pk)


def _check_person(award: Award, person: Person, on: date) -> None:
    if all(one.pk != person.pk for one in queries.seen_people(award, on)):
        raise Refusal(
            "check_in.person", _("请选择这份救助的持证人或成年保障对象。"), field="person"
        )


def _check_day(award: Award, seen_on: date, on: date) -> None:
    if seen_on > on:
        raise Refusal("check_in.future", _("签到日期不能晚于今天。"), field="seen_on")
    if seen_on < last_quarter(on, queries.months_of(award, on)):
        raise Refusal("check_in.long_ago", _("只能补记本季度和上一季度的签到。"), field="seen_on")


def _keep(told: Told, by: Officer | Citizen, at: datetime) -> CheckIn:
    post = by.post_id if isinstance(by, Officer) else None
    made = _write(told, by.user_id, post, at, by)
    if made.pk == told.id and made.received_at == at:
        record(by=by, at=at, verb="check_in", noun="award", key=told.award.pk, way=str(told.way))
    return made


@in_chinese
def _write(
    told: Told, user_id: int, post_id: int | None, at: datetime, by: Actor | None = None
) -> CheckIn:
    """The check-in of this delivery, else the one that the person has in the quarter already."""
    quarter = quarter_of(told.seen_on, queries.months_of(told.award, told.seen_on))
    same = {"award": told.award, "person": told.person, "quarter": quarter}
    known = CheckIn.objects.filter(pk=told.id).first() or CheckIn.objects.filter(**same).first()
    if known is not None and known.award_id != told.award.pk:
        raise Refusal("check_in.id_taken", _("记录编号重复，请重新打开页面再签到。"))
    made = known or CheckIn.objects.create(
        id=told.id,
        **same,
        way=told.way,
        seen_on=told.seen_on,
        by_user_id=user_id,
        by_post_id=post_id,
        through=told.through,
        photo=_photo(told, by, at),
        note=told.note.strip()[:300],
        recorded_at=told.recorded_at,
        received_at=at,
    )
    _close_misses(told.award, quarter, post_id, str(CheckInWay(made.way).label), at)
    return made


def _photo(told: Told, by: Actor | None, at: datetime) -> File | None:
    if not told.photo or by is None:
        return None
    return store(
        content=told.photo, kind="photo", owner_noun="check_in", owner_key=told.id,
        sensitivity="sensitive", by=by, at=at,
    )  # fmt: skip


def _close_misses(award: Award, quarter: date, post: int | None, note: str, at: datetime) -> None:
    """Whoever is seen now was there: every miss up to this quarter is closed."""
    award.missed_check_ins.filter(closed_at__isnull=True, quarter__lte=quarter).update(
        closed_at=at, closed_by_id=post, note=note
    )


@action
def open_miss(*, award: Award, quarter: date, by: System, at: datetime) -> MissedCheckIn | None:
    """Nobody was seen in a whole quarter: somebody is to go there. None when somebody was.

    A second call gives the first row. Nothing about the award changes.
    """
    award = _locked(award)
    known = award.missed_check_ins.filter(quarter=quarter).first()
    if known or award.check_ins.filter(quarter=quarter).exists():
        return known
    on = day_of(at)
    days = looking_for(award, on).visit_workdays
    made = MissedCheckIn.objects.create(
        award=award, quarter=quarter, opened_at=at, due_on=add_workdays(on, days)
    )
    record(by=by, at=at, verb="open_missed_check_in", noun="award", key=award.pk, miss=made.pk)
    return made


@action
def join_plan(*, plan: Plan, by: System, at: datetime) -> int:
    """A visit planned for the missed check-ins of its household; returns how many."""
    waiting = queries.open_misses().filter(award__household=plan.household_id, plan=None)
    joined = MissedCheckIn.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)))
    count = joined.update(plan=plan)
    record(by=by, at=at, verb="join_plan", noun="visit_plan", key=plan.pk, misses=count)
    return count


@action
def close_miss(*, missed: MissedCheckIn, note: str, by: Officer, at: datetime) -> MissedCheckIn:
    """A named officer says what became of it: in hospital, moved, dead and reported as a change."""
    related = ("award__place", "award__household")
    rows = MissedCheckIn.objects.select_for_update(of=("self",)).select_related(*related)
    missed = rows.get(pk=missed.pk)
    guards.check_can_close_miss(by, missed, day_of(at))
    if not note.strip():
        raise Refusal("check_in.note", _("请写明找到人的情况，或者已转办什么。"), field="note")
    missed.closed_at, missed.closed_by_id, missed.note = at, by.post_id, note.strip()[:300]
    missed.save(update_fields=["closed_at", "closed_by", "note"])
    record(by=by, at=at, verb="close_missed_check_in", noun="award", key=missed.award_id)
    return missed


@action
def remind(*, award: Award, until: date, by: System, at: datetime) -> bool:
    """Tells the family once that its quarter ends; whether it was told now.

    Where no message would arrive nobody is sent to say so: the lists of the village and the grid
    worker hold the family, and whoever goes there checks it in.
    """
    once = f"check_in:{award.pk}:{until}"
    known = Message.objects.filter(once__startswith=f"{once}:").exists()
    if known or reach(award.household, award.holder, day_of(at), ()).by_voice:
        return False
    tell(
        household=award.household, person=award.holder, template=CHECK_IN_DUE,
        values={"day": f"{until:%Y 年 %-m 月 %-d 日}"}, noun="award", key=award.key, once=once,
        by=by, at=at,
    )  # fmt: skip
    record(by=by, at=at, verb="remind_check_in", noun="award", key=award.pk)
    return True
