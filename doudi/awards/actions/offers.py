"""Jobs that the employment office offered: noted, judged, and at most proposed as a change."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.awards.actions.changes import report
from doudi.awards.guards import care as guards
from doudi.awards.models import Award, Change, JobOffer
from doudi.awards.queries.offers import offers_of, source_key, who_may_work
from doudi.awards.rules.offers import three_in_a_row
from doudi.awards.states import ChangeReason, JobAnswer
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.people.models import Person
from doudi.people.queries import current_name


@action
def note_offer(
    *,
    award: Award,
    person: Person,
    offered_on: date,
    offer: str,
    record_number: str,
    answer: str,
    reason: str = "",
    by: Officer,
    at: datetime,
) -> JobOffer:
    """What the employment office wrote of one offer; its number is noted once for a person."""
    award = Award.objects.select_for_update(of=("self",)).select_related("place").get(pk=award.pk)
    on = day_of(at)
    guards.check_can_note_offer(by, award, on)
    _check_offer(award, person, offered_on, answer, reason, on)
    number = record_number.strip()
    if JobOffer.objects.filter(person=person, record_number=number).exists():
        raise Refusal("offer.known", _("这个编号已经登记过。"), field="record_number")
    made = JobOffer.objects.create(
        award=award,
        person=person,
        offered_on=offered_on,
        offer=offer.strip(),
        record_number=number,
        answer=answer,
        reason=reason.strip(),
        noted_at=at,
        noted_by_id=by.post_id,
    )
    record(by=by, at=at, verb="note_offer", noun="award", key=award.pk, offer=made.pk)
    return made


def _check_offer(
    award: Award, person: Person, offered_on: date, answer: str, reason: str, on: date
) -> None:
    if person.pk not in {pk for pk, _name in who_may_work(award, on)}:
        raise Refusal("offer.person", _("请选择这份救助中满 16 岁的人。"), field="person")
    if offered_on > on:
        raise Refusal("offer.future", _("介绍日期不能晚于今天。"), field="offered_on")
    if answer not in JobAnswer.values:
        raise Refusal("offer.answer", _("请选择本人的答复。"), field="answer")
    if answer == JobAnswer.REFUSED and not reason.strip():
        raise Refusal(
            "offer.reason", _("请写明本人说的理由；没有说的，写“未说明”。"), field="reason"
        )


@action
def judge_reason(*, offer: JobOffer, good: bool, why: str, by: Officer, at: datetime) -> JobOffer:
    """A named leader says whether a refusal had good reason; the words are in the trail."""
    rows = JobOffer.objects.select_for_update(of=("self",))
    offer = rows.select_related("award__place", "noted_by").get(pk=offer.pk)
    guards.check_can_judge(by, offer, day_of(at))
    if not good and not why.strip():
        raise Refusal("offer.why", _("认定理由不正当的，请写明依据。"), field="why")
    offer.reason_good = good
    offer.save(update_fields=["reason_good"])
    record(
        by=by, at=at, verb="judge_offer", noun="award", key=offer.award_id, reason=why.strip(),
        offer=offer.pk, good=good,
    )  # fmt: skip
    return offer


@action
@in_chinese
def propose_change(*, award: Award, person: Person, by: Officer, at: datetime) -> Change:
    """Three unjustified refusals in a row: a leader opens a change of that person's own share.

    It takes nothing by itself: the family is heard, and a named officer decides.
    """
    award = Award.objects.select_for_update(of=("self",)).select_related("place").get(pk=award.pk)
    guards.check_can_propose(by, award, day_of(at))
    offers = offers_of(award, person)
    if not three_in_a_row(list(reversed(offers))):
        raise Refusal("offer.not_three", _("没有连续三次无正当理由拒绝，不能以此提出变更。"))
    known = award.changes.filter(source_key=source_key(offers[0])).first()
    if known:
        return known
    text = _("%(name)s 连续三次无正当理由拒绝适合的工作，最近一次 %(day)s。")
    made = report(
        award=award,
        reason=ChangeReason.JOB_REFUSED,
        source_key=source_key(offers[0]),
        text=text % {"name": current_name(person), "day": offers[0].offered_on},
        person=person,
        by=by,
        at=at,
    )
    record(by=by, at=at, verb="propose_change", noun="award", key=award.pk, change=made.pk)
    return made
