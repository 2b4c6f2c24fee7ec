"""The invariants of docs/map.md that a database can be asked about, one function each."""

from datetime import date

from django.db.models import Count, F, Q

from doudi.awards.models import Award, Change
from doudi.decisions.models import Decision, Hearing, Letter, Posting, PostingLine
from doudi.decisions.queries import recompute
from doudi.decisions.queries.public import sheets_of
from doudi.decisions.states import LESS, HearingWay, Outcome
from doudi.facts.models import Fact
from doudi.payments.models import Entitlement, Line, LineItem, Run
from doudi.payments.queries import award_balance
from doudi.visits.models import Visit


def only_a_named_person_gives_less() -> None:
    """1: who refused, reduced, held, stopped or recovered is an officer with a post."""
    against = Decision.objects.filter(
        Q(outcome__in=[*LESS, Outcome.REFUSED]), decided_at__isnull=False
    )
    assert not against.filter(Q(decided_by__isnull=True) | Q(decided_user__isnull=True)).exists()
    assert not against.exclude(decided_user__kind="officer").exists()
    decided = Change.objects.filter(decision__decided_at__isnull=False).values("award")
    assert not Award.objects.exclude(state="active").exclude(pk__in=decided).exists()
    assert not Change.objects.filter(state="applied", decision__decided_at__isnull=True).exists()


def every_fact_has_its_source() -> None:
    """4: source, as-of, known-at; and a value or the cause of not knowing it, never both."""
    assert not Fact.objects.filter(Q(source="") | Q(as_of__isnull=True)).exists()
    both = Q(value__isnull=True, unknown="") | (Q(value__isnull=False) & ~Q(unknown=""))
    assert not Fact.objects.filter(both).exists()


def four_eyes() -> None:
    """6: proposer, investigator and decider are different people; so are drafter and approver."""
    assert not Decision.objects.filter(decided_user=F("proposed_user")).exists()
    for decision in Decision.objects.filter(decided_at__isnull=False).select_related("request"):
        seen = Visit.objects.filter(
            plan__household_id=decision.household_id, finished_at__lte=decision.decided_at
        )
        looked = {user for pair in seen.values_list("plan__first__user", "plan__second__user")
                  for user in pair}  # fmt: skip
        assert decision.decided_user_id not in looked or decision.request is None
    assert not Run.objects.filter(approved_user=F("drafted_user")).exists()


def no_less_without_a_hearing() -> None:
    """7: less or nothing comes after a hearing, with reasons and a letter."""
    for decision in Decision.objects.filter(decided_at__isnull=False):
        letter = Letter.objects.filter(decision=decision).first()
        assert letter is not None
        if decision.outcome in [*LESS, Outcome.REFUSED]:
            assert decision.reason.strip()
        if decision.outcome in LESS:
            heard = Hearing.objects.filter(
                matter=decision.matter, noted_at__lte=decision.proposed_at
            )
            tries = heard.filter(way=HearingWay.NOT_REACHED).values("held_on").distinct().count()
            assert heard.exclude(way=HearingWay.NOT_REACHED).exists() or tries >= 2


def money_is_conserved() -> None:
    """8: per award and month nothing is lost; an entitlement is under one open line at most."""
    months = Entitlement.objects.values_list("award_id", "month").distinct()
    awards = Award.objects.in_bulk({award for award, _month in months})
    for award, month in months:
        assert award_balance(awards[award], month).conserved
    twice = LineItem.objects.filter(open=True).values("entitlement").annotate(n=Count("pk"))
    assert not twice.filter(n__gt=1).exists()
    for line in Line.objects.prefetch_related("items__entitlement"):
        assert line.amount_fen == sum(item.entitlement.amount_fen for item in line.items.all())


def months_paid_are_never_edited(ledger: dict[int, tuple[object, ...]]) -> None:
    """What was once entered stands as it was; corrections are further entries."""
    for row in Entitlement.objects.order_by("pk"):
        now = (row.award_id, row.component_id, row.month, row.sequence, row.amount_fen)
        assert ledger.setdefault(row.pk, now) == now
    assert len(ledger) == Entitlement.objects.count()


def what_is_published_ends(today: date) -> None:
    """12: the public page shows a sheet only while it hangs, and white-listed fields only."""
    for posting in Posting.objects.select_related("place"):
        shown = sheets_of(posting.place, today)
        hangs = posting.hung_on and posting.until_on and posting.taken_down_at is None
        due = hangs and posting.hung_on <= today <= posting.until_on
        if not due:
            assert all(
                (one.hung_on, one.until_on) != (posting.hung_on, posting.until_on) for one in shown
            ) or _another_hangs(posting, today)
    columns = {field.name for field in PostingLine._meta.concrete_fields}
    assert columns == {"id", "posting", "request", "name", "members", "amount_fen"}


def _another_hangs(posting: Posting, today: date) -> bool:
    others = Posting.objects.filter(
        place=posting.place, hung_on=posting.hung_on, until_on=posting.until_on,
        taken_down_at__isnull=True,
    ).exclude(pk=posting.pk)  # fmt: skip
    return others.filter(until_on__gte=today).exists()


def every_decision_recomputes() -> None:
    """5: the same snapshot, parameters and rule give the same result."""
    for decision in Decision.objects.filter(assessment__isnull=False):
        assert recompute(decision) == ()
