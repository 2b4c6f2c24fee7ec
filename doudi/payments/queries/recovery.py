"""Claims: what is asked back, what is still out, and what may be kept from a month."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from doudi.accounts.queries import place_codes, under
from doudi.common.actors import Officer
from doudi.common.refusals import Hidden
from doudi.decisions.models import Decision
from doudi.payments.models import Entitlement, RecoveryClaim, Repayment
from doudi.payments.states import ASKED_BACK, ClaimState, EntryReason, LineState, RepaymentWay
from doudi.policies.queries import bundle_for

MATTER = "claim:"


@dataclass(frozen=True)
class MonthEntry:
    """What an award is owed for one month, and where a further entry would stand."""

    fen: int
    component: int
    sequence: int


def claims_for(by: Officer, on: date) -> QuerySet[RecoveryClaim]:
    return (
        RecoveryClaim.objects.filter(under(place_codes(by, on), field="award__place__code"))
        .select_related("award__holder", "award__place", "change", "decision")
        .annotate(back_fen=Sum("repayments__amount_fen"))
        .order_by("-found_at", "-pk")
    )


def claim_by_key(key: UUID) -> RecoveryClaim:
    found = RecoveryClaim.objects.filter(key=key).select_related(
        "award__holder", "award__place", "award__household", "change", "decision", "waived_by__user"
    )
    claim = found.first()
    if claim is None:
        raise Hidden("claim.unknown", _("没有找到这一笔追回。"))
    return claim


def matter(claim: RecoveryClaim) -> str:
    """How decisions speak of a claim."""
    return f"{MATTER}{claim.pk}"


def matter_of(decision: Decision) -> int | None:
    """The claim that a decision is about, or None."""
    text = decision.matter
    return int(text.removeprefix(MATTER)) if text.startswith(MATTER) else None


def outstanding(claim: RecoveryClaim) -> int:
    """Fen not repaid and not kept from a later month."""
    back = claim.repayments.aggregate(fen=Sum("amount_fen"))["fen"] or 0
    return claim.amount_fen - int(back)


def really_back(claim: RecoveryClaim) -> int:
    """Fen that came back: repaid, or kept from a line that the bank has paid."""
    family = Repayment.objects.filter(claim=claim, way=RepaymentWay.FAMILY)
    kept = Repayment.objects.filter(
        claim=claim,
        entitlement__items__open=True,
        entitlement__items__line__state=LineState.PAID,
    )
    sums = [rows.aggregate(fen=Sum("amount_fen"))["fen"] or 0 for rows in (family, kept)]
    return int(sum(sums))


def most_percent(claim: RecoveryClaim, on: date) -> int:
    bundle = bundle_for(claim.award.place.code, on)
    return int(bundle.value("payment.set_off_percent"))


def claims_setting_off(
    *, programme: str, codes: tuple[str, ...], month: date
) -> list[RecoveryClaim]:
    """Decided claims with a written consent that have kept nothing of this month yet."""
    done = Repayment.objects.filter(claim=OuterRef("pk"), entitlement__month=month)
    rows = RecoveryClaim.objects.filter(
        under(codes, field="award__place__code"),
        ~Exists(done),
        state=ClaimState.DECIDED,
        set_off_percent__isnull=False,
        award__programme=programme,
    )
    back = rows.annotate(back=Coalesce(Sum("repayments__amount_fen"), 0))
    return list(back.filter(back__lt=F("amount_fen")).order_by("pk"))


def monthly_of(claim: RecoveryClaim, month: date) -> MonthEntry | None:
    """The month of the claim's award, while none of it was carried by a line."""
    rows = Entitlement.objects.filter(award_id=claim.award_id, month=month)
    if rows.filter(items__open=True).exists():
        return None
    mine = rows.exclude(reason__in=[*ASKED_BACK, EntryReason.SET_OFF])
    fen = mine.aggregate(fen=Sum("amount_fen"))["fen"] or 0
    largest = mine.order_by("-amount_fen", "pk").first()
    if largest is None or fen <= 0:
        return None
    component = largest.component_id
    last = rows.filter(component=component).aggregate(last=Max("sequence"))["last"]
    return MonthEntry(fen, component, last + 1)


def next_sequence(award_id: int, components: list[int]) -> dict[tuple[int, date], int]:
    rows = Entitlement.objects.filter(award_id=award_id, component_id__in=components)
    last = rows.values_list("component_id", "month").annotate(last=Max("sequence")).order_by()
    return {(component, month): sequence + 1 for component, month, sequence in last}
