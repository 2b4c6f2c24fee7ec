"""One village with a family at each station, so that every address has a record to ask for."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from doudi.accounts.models import Office, Post
from doudi.applications.actions import papers
from doudi.applications.models import Application, AwaitedItem
from doudi.awards.models import MissedCheckIn
from doudi.common.actors import Citizen, Officer
from doudi.common.clock import beijing
from doudi.decisions import actions as deciding
from doudi.decisions.actions import volume
from doudi.decisions.actions.conference import Resolved, call_conference, note_conference
from doudi.decisions.models import Assessment, Batch, BatchRow, LineRemoval
from doudi.messaging.models import Message
from doudi.payments.models import LineFinding, MayAsk, Raise, RaiseItem, RecoveryClaim
from doudi.people.actions import excuses, payees, representations
from doudi.people.models import InPersonTask, Membership, PayeeAccount
from doudi.people.states import ExcuseGround
from doudi.policies.actions import propose_value
from doudi.policies.actions.documents import Given, propose_document
from doudi.policies.states import DocumentKind
from doudi.visits import actions as visiting
from doudi.visits.models import Evidence
from tests.factories import (
    accounts,
    applications,
    care,
    changes,
    decisions,
    kin,
    payments,
    people,
    supervision,
    verification,
    visits,
    voices,
)
from tests.factories.pictures import jpeg, png

NOW = beijing(date(2026, 11, 19), 20)
"""When the walk asks: after everything below has happened."""
FAMILY = ("刘桂英", "陈建国", "王秀兰", "陈秀兰", "刘小雨", "周小满")
"""Every name of the village's families; no officer bears one."""


@dataclass
class World:
    """Keyword arguments of each address, and the families' own sign-ins."""

    staff: dict[str, Officer]
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    citizens: dict[str, Citizen] = field(default_factory=dict)
    kin: dict[str, Officer] = field(default_factory=dict)

    def at(self, names: str, **given: Any) -> None:
        """These addresses ask for this record."""
        for name in names.split():
            self.records[name] = given


def build(staff: dict[str, Officer]) -> World:
    """`staff`: an officer of the village's own offices for each duty."""
    world = World(staff)
    for part in (
        _letters, _aid, _case, _posted, _intake, _counter, _looking, _money, _rules, _others,
    ):  # fmt: skip
        part(world)
    heads = [one.person for one in Membership.objects.filter(relation="self")]
    for duty in staff:
        world.kin[duty] = accounts.officer(duty)
        kin.filed(world.kin[duty], applications.AT, *heads)
    return world


def _intake(world: World) -> None:
    at = applications.AT
    sent = applications.submitted()
    world.at("applications_take_in", key=sent.key)
    taken = applications.taken_in()
    world.at("applications_accept applications_send_back applications_items_name", key=taken.key)
    waiting = applications.with_items("income_paper")
    item = AwaitedItem.objects.get(application=waiting)
    world.at(
        "applications_item_receive applications_item_extend applications_item_close", pk=item.pk
    )
    world.at("applications_items applications_items_stop", key=waiting.key)
    paper = papers.print_paper(
        application=waiting, kind="form", by=world.staff["town_acceptor"], at=at
    )
    world.at("applications_paper_file applications_paper_pdf", code=paper.code)
    held = applications.accepted()
    world.at(
        "applications_clock applications_papers applications_withdraw_counter "
        "applications_receipt applications_unit desk_case",
        key=held.key,
    )
    world.at("applications_excuse", key=sent.key, person_id=sent.applicant_id)
    _family(world, held)


def _family(world: World, held: Application) -> None:
    at, on = applications.AT, applications.AT.date()
    home = held.household
    world.at("people_phone people_wishes people_excuses people_representations", key=home.key)
    acceptor, head = world.staff["town_acceptor"], held.applicant
    excused = excuses.excuse(
        household=home,
        person=head,
        ground=ExcuseGround.values[0],
        reason="住院",
        by=acceptor,
        at=at,
    )
    world.at("people_end_excuse", key=home.key, pk=excused.pk)
    aunt = people.person("陈秀兰", born_on=date(1980, 1, 1))
    stand_in = representations.represent(
        person=head, kind="guardian", ground="户口簿", by_person=aunt, valid_from=on, by=acceptor,
        at=at,
    )  # fmt: skip
    world.at("people_end_representation", key=home.key, pk=stand_in.pk)
    task = InPersonTask.objects.create(
        once="walk", household=home, person=head, place=home.place,
        template="people.account_changed", values={"ending": "0123"}, noun="household",
        key=str(home.pk), due_on=on, created_at=at,
    )  # fmt: skip
    world.at("people_told", pk=task.pk)
    filing = kin.filed(accounts.officer("town_leader"), at, people.person("陈秀兰"))
    world.at("people_kin_filing", pk=filing.pk)


COUNTER_STEPS = "condition place members member_add kin living account signing look submit done"


def _counter(world: World) -> None:
    by = world.staff["village_intake"]
    draft = applications.draft(by=by)
    applications.family(draft, by)
    item = draft.household.facts.filter(attribute__startswith="income").first()
    for step in COUNTER_STEPS.split():
        world.at(f"applications_counter_{step}", key=draft.key)
    world.at("applications_counter_item_add", key=draft.key, kind="wage")
    one = {"key": draft.key, "item_id": getattr(item, "item", "x")}
    world.at("applications_counter_item applications_counter_item_drop", **one)
    person = {"key": draft.key, "person_id": draft.applicant_id}
    world.at(
        "applications_counter_member applications_counter_member_drop applications_counter_sign "
        "applications_counter_sign_link",
        **person,
    )


def _looking(world: World) -> None:
    at = applications.AT
    home = verification.family(at=at)
    world.at("verification_request visits_plan visits_ask", key=home.key, purpose="dibao")
    check = verification.check(verification.family(at=at), at, by=world.staff["town_acceptor"])
    world.at("verification_show verification_start verification_report", pk=check.pk)
    world.at("verification_answer", pk=check.pk, code="tax")
    first, second = world.staff["town_investigator"], world.staff["coordinator"]
    plan = visits.plan(verification.family(at=at), first, second, at)
    world.at("visits_show visits_cancel visits_start visits_finish visits_address", pk=plan.pk)
    world.at("visits_record", pk=plan.pk)
    world.at("visits_answer", pk=plan.pk, code="members")
    world.at("visits_evidence", pk=plan.pk, kind="photo")
    seen = visits.plan(verification.family(at=at), first, second, at)
    for deliver in visits.deliveries(seen, first, at):
        deliver()
    world.at("visits_photo", pk=Evidence.objects.filter(visit__plan=seen, kind="photo").get().pk)
    ask = visiting.ask_office(
        household=verification.family(at=at), office=accounts.office("430902102-town"),
        purpose="dibao", address="租住在桥北路五号", due_on=at.date() + timedelta(days=10),
        by=first, at=at,
    )  # fmt: skip
    world.at("visits_plan_asked visits_take_back", pk=ask.pk)


def _case(world: World) -> None:
    case = decisions.ready()
    pk, at = case.request.pk, beijing(decisions.PROPOSED)
    world.at(
        "decisions_request decisions_assess decisions_opinion decisions_propose decisions_call "
        "decisions_volume decisions_volume_make decisions_paper",
        pk=pk,
    )
    world.at("verification_read", pk=case.request.application.household.checks.get().pk)
    paper = volume.note_paper(
        request=case.request, what="户口簿复印件", kept_where="档案柜", sheets=4, by=case.leader,
        at=at,
    )  # fmt: skip
    world.at("decisions_paper_strike", pk=paper.pk)
    called = decisions.ready()
    call_conference(
        request=called.request, ground="over_line_hardship", reason="孩子患重病。",
        by=called.leader, at=at,
    )  # fmt: skip
    met = note_conference(
        held_on=decisions.PROPOSED, where="镇政府", chair="王建军", attendants=[("周敏", "长春镇")],
        resolutions=[Resolved(called.request, "grant", "一致同意。")], minutes=jpeg(),
        by=called.leader, at=at + timedelta(hours=1),
    )  # fmt: skip
    world.at("decisions_conference decisions_conference_minutes", pk=met.pk)
    leader = world.staff["town_leader"]
    batch = Batch.objects.create(kind="opinion", made_at=at, made_by_id=leader.post_id)
    BatchRow.objects.create(batch=batch, request=case.request)
    world.at("decisions_batch", key=batch.key)
    world.at("decisions_batch_run", kind="opinion", key=uuid4())
    waiting = decisions.ready()
    decisions.opinion(waiting)
    decisions.posted(waiting)
    world.at("decisions_decide decisions_return", pk=decisions.proposed(waiting).pk)


def _posted(world: World) -> None:
    case = decisions.ready()
    decisions.opinion(case)
    world.at("decisions_hang", key=decisions.prepared(case).key)
    _, posting = voices.hanging()
    world.at(
        "decisions_sheet decisions_poster decisions_photo decisions_take_down", key=posting.key
    )
    line = posting.lines.get()
    world.at("decisions_object", pk=line.pk)
    objected = voices.objection(posting, name="张三", contact="13900000000")
    world.at("decisions_objection decisions_objector decisions_judge", pk=objected.pk)
    second, sheet = voices.hanging()
    true = voices.judged(second, voices.objection(sheet), "appraise")
    world.at("decisions_appraise", pk=true.pk)
    third, sheet = voices.hanging()
    held = voices.judged(third, voices.objection(sheet), "appraise")
    deciding.hold_appraisal(
        objection=held, by=third.leader, at=beijing(voices.LOOKED, 18), **voices.appraisal_words()
    )
    world.at("decisions_minutes decisions_answer", pk=held.pk)
    _, sheet = voices.hanging()
    gone = LineRemoval.objects.create(
        line=sheet.lines.get(), ground="withdrawn", removed_at=beijing(voices.LOOKED)
    )
    world.at("decisions_strike", pk=gone.pk)
    down = decisions.ready()
    decisions.opinion(down)
    world.at("decisions_down_photo", key=decisions.posted(down).key)
    told = voices.complaint(name="李四", contact="13900000000")
    world.at(
        "decisions_complaint decisions_complaint_name decisions_complaint_assign "
        "decisions_complaint_answer",
        pk=told.pk,
    )


def _letters(world: World) -> None:
    case, decision = decisions.decided()
    letter = decisions.letter_of(decision)
    world.at(
        "decisions_letter decisions_letter_file decisions_serve decisions_review_note", pk=letter.pk
    )
    world.at("decisions_carry_sheet decisions_entered", pk=decision.pk)
    refused, no = decisions.refused()
    world.at("decisions_review decisions_review_answer", pk=voices.review(no, refused).pk)


def _aid(world: World) -> None:
    home = changes.family()
    award = home.award
    world.at(
        "desk_award awards_change_new awards_move awards_field_one awards_offers_of", key=award.key
    )
    change = changes.reported(home, "income")
    changes.earns(home, 3_000_000, change=change)
    world.at(
        "awards_change awards_change_confirm awards_change_join awards_change_leave "
        "awards_change_found awards_change_assess awards_change_ask awards_change_hear "
        "awards_change_propose awards_change_close",
        key=change.key,
    )
    recheck = care.recheck(award)
    world.at("awards_recheck awards_recheck_unchanged awards_recheck_change", pk=recheck.pk)
    missed = MissedCheckIn.objects.create(
        award=award, quarter=date(2026, 7, 1), opened_at=NOW, due_on=NOW.date()
    )
    world.at("awards_missed_close", pk=missed.pk)
    world.at("awards_offer_judge", pk=care.offer(award, 1).pk)
    world.at("awards_offer_propose", key=award.key, person_id=award.holder_id)
    other = changes.family()
    waiting = changes.confirmed(other, changes.reported(other, "income"))
    changes.earns(other, 500_000, change=waiting)
    changes.assessed(other, waiting)
    changes.heard(other, waiting)
    world.at(
        "decisions_matter decisions_matter_decide decisions_matter_return",
        pk=changes.proposed(other, waiting).pk,
    )


def _money(world: World) -> None:
    desk = payments.Desk()
    award = payments.bare_award(50_000)
    run = payments.paid_month(desk, payments.MONTH)
    for name in ["payments_run", "payments_approve", "payments_cancel", "payments_make_file"]:
        world.at(name, key=run.key)
    world.at("payments_send payments_take_back payments_settle", key=run.key)
    world.at("payments_file", key=run.key, kind="csv")
    line = run.lines.filter(award=award).get()
    world.at("payments_set_aside payments_pass payments_silent", key=run.key, pk=line.pk)
    found = LineFinding.objects.create(line=line, kind="shared", found_at=payments.DRAFTED)
    world.at("payments_confirm", key=run.key, pk=found.pk)
    world.at("payments_clear", pk=line.pk)
    payments.changed(award, 30_000, payments.MONTH)
    claim = RecoveryClaim.objects.get(award=award)
    for verb in ["claim", "waive", "hear", "propose", "repay", "consent"]:
        world.at(f"payments_{verb}", key=claim.key)
    _account(world, award)
    _raise(world, award)


def _account(world: World, award: Any) -> None:
    home, by, at = award.household, world.staff["village_intake"], payments.SETTLED
    world.at("payments_account payments_change_account payments_keep_book", key=home.key)
    account = PayeeAccount.objects.get(household=home, superseded_at=None)
    world.at("payments_confirm_account payments_agree", key=home.key, pk=account.pk)
    agreement = payees.agree(
        account=account, reason="住院", paper=png(), agreed_on=at.date(), by=by, at=at
    )
    world.at("payments_end_agreement", key=home.key, pk=agreement.pk)
    keeping = payees.keep_book(
        household=home, keeper=accounts.user(), reason="本人看不清", paper=png(),
        valid_from=at.date(), by=by, at=at,
    )  # fmt: skip
    world.at("payments_give_back_book", key=home.key, pk=keeping.pk)


def _raise(world: World, award: Any) -> None:
    drafter = world.staff["county_reviewer"]
    held = Raise.objects.create(
        place=accounts.place(accounts.DISTRICT), programme="dibao", cause="1",
        from_month=date(2026, 11, 1), state="ready", drafted_at=NOW, computed_at=NOW,
        drafted_by_id=drafter.post_id, drafted_user_id=drafter.user_id,
    )  # fmt: skip
    item = RaiseItem.objects.create(
        of=held, award=award, state="more", old_fen=1, new_fen=2, total_fen=1
    )
    for verb in ("raise", "raise_approve", "raise_redo", "raise_cancel", "raise_export"):
        world.at(f"payments_{verb}", key=held.key)
    world.at("payments_raise_pass", key=held.key, pk=item.pk)
    some = Assessment.objects.first()
    may = MayAsk.objects.create(
        of=held, household=award.household, assessment=some, amount_fen=1, found_at=NOW
    )
    world.at("payments_may_ask_close", pk=may.pk)


def _rules(world: World) -> None:
    by = world.staff["county_reviewer"]
    value = propose_value(
        place=accounts.DISTRICT, key="dibao.standard.rural", value=540_000, period="year",
        from_on=date(2027, 1, 1), until_on=None, basis="某文件", standing="confirmed", by=by,
        at=NOW,
    )  # fmt: skip
    world.at("policies_proposal policies_check policies_reject", pk=value.pk)
    document = propose_document(place=accounts.DISTRICT, given=_document(), by=by, at=NOW)
    world.at(
        "policies_own_document policies_correct_document policies_check_document "
        "policies_reject_document",
        pk=document.pk,
    )
    world.at("policies_list_of", place=accounts.DISTRICT)
    world.at("policies_parameter", place=accounts.DISTRICT, parameter="dibao.standard.rural")
    simulation = supervision.computed(accounts.place(accounts.DISTRICT), by, NOW)
    world.at("supervision_simulation supervision_csv", key=simulation.key)


def _document() -> Given:
    return Given(
        kind=DocumentKind.values[0], title="关于提高标准的通知", number="资民发〔2026〕1号",
        issuer="民政局", issued_on=date(2026, 9, 1), from_on=date(2026, 10, 1), until_on=None,
        ended_by="", source="公开", read_on=date(2026, 9, 2), standing="confirmed",
        programmes=("dibao",), summary="提高标准", text="自十月起提高。",
    )  # fmt: skip


def _others(world: World) -> None:
    leader = world.staff["town_leader"]
    mine = Post.objects.get(user_id=world.staff["town_decider"].user_id)
    acting = accounts.post(
        "town_decider", holder=accounts.user(), where=Office.objects.get(pk=leader.office_id),
        acting_for=mine, valid_from=NOW.date(), valid_until=NOW.date() + timedelta(days=9),
    )  # fmt: skip
    world.at("accounts_end_acting", pk=acting.pk)
    failed = Message.objects.create(
        once="walk", address_kind="user", user_id=leader.user_id, template="people.account_changed",
        values={"ending": "0123"}, noun="household", key="1", state="failed", created_at=NOW,
    )  # fmt: skip
    world.at("messaging_again messaging_aside", pk=failed.pk)
