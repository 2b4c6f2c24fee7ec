"""低保证: issued with the award, renewed after each recheck, revoked when the award ends."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.awards.guards import care as guards
from doudi.awards.models import Award, Certificate
from doudi.awards.queries.certificates import MOST_AT_ONCE, batch_pdf, current
from doudi.awards.states import State
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action


@action
def renew(*, award: Award, by: Actor, at: datetime) -> Certificate | None:
    """A new certificate until the next recheck; the old one no longer holds.

    None once the award has ended. A repeat for the same moment gives the one already made.
    """
    award = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    known = award.certificates.filter(revoked_at__isnull=True, issued_at__gte=at).first()
    if known and award.state != State.ENDED:
        return known
    _revoke(award, at)
    if award.state == State.ENDED:
        record(by=by, at=at, verb="revoke_certificate", noun="award", key=award.pk)
        return None
    made = Certificate.objects.create(
        award=award,
        number=_number(award),
        code=secrets.token_urlsafe(12),
        issued_at=at,
        valid_until=award.recheck_on,
    )
    record(by=by, at=at, verb="renew_certificate", noun="award", key=award.pk, certificate=made.pk)
    return made


def _revoke(award: Award, at: datetime) -> int:
    return award.certificates.filter(revoked_at__isnull=True).update(revoked_at=at)


def _number(award: Award) -> str:
    """The first certificate's number with how many came before."""
    earlier = award.certificates.order_by("pk")
    first = earlier.first()
    base = first.number if first else f"ZS{award.number.removeprefix('DB')}"
    return f"{base}-{earlier.count() + 1}" if first else base


@action
def print_batch(*, awards: Sequence[Award], by: Officer, at: datetime) -> bytes:
    """The certificates of at most fifty awards as one PDF; who printed them is in the trail."""
    if not awards:
        raise Refusal("certificate.nobody", _("还没有勾选要打印的家庭。"), field="awards")
    if len(awards) > MOST_AT_ONCE:
        sentence = _("一次最多打印 %(n)s 份，请分批打印。") % {"n": MOST_AT_ONCE}
        raise Refusal("certificate.many", sentence, field="awards")
    for award in awards:
        guards.check_can_print(by, award, day_of(at))
    found = current(awards)
    if not found:
        raise Refusal("certificate.none", _("这些家庭没有有效的证件。"), field="awards")
    record(by=by, at=at, verb="print_certificates", noun="certificate", key=found[0].pk,
           certificates=len(found))  # fmt: skip
    return batch_pdf(found, day_of(at), at)
