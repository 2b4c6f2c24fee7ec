"""Awards as the family, the desk, the month's run and the public check page see them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.queries import place_codes, under
from doudi.awards.models import Award, AwardPlace, Beneficiary, Certificate, Component, Recheck
from doudi.awards.states import ComponentKind, State
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.money import yuan
from doudi.common.refusals import Hidden
from doudi.people.models import Household, Person
from doudi.people.queries import current_name, masked_number, members, names_of
from doudi.ui.print import missing_glyphs, qr_svg, render_pdf

CERTIFICATE = Path(__file__).resolve().parents[1] / "print" / "certificate.typ"


@dataclass(frozen=True)
class PartView:
    """One line of what is given: fen a month, for whom when it is one person's."""

    label: str
    person: str
    amount_fen: int


@dataclass(frozen=True)
class Panel:
    """An award as case pages show it."""

    award: Award
    parts: list[PartView]
    amount_fen: int
    people: int
    certificate: Certificate | None
    places: list[AwardPlace]


@dataclass(frozen=True)
class CheckView:
    """What a certificate's code tells the public: no number, no address, a masked name."""

    certificate: Certificate
    award: Award
    name: str
    people: int
    holds: bool


def components_in(month: date) -> QuerySet[Component]:
    return (
        Component.objects.filter(valid_from__lte=month)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=month))
        .order_by("pk")
    )


def by_key(key: UUID) -> Award:
    """The award behind an address. Raises Hidden where there is none."""
    related = ("office", "place", "holder", "household__place", "decision")
    found = Award.objects.filter(key=key).select_related(*related).first()
    if found is None:
        raise Hidden("award.none", _("没有找到这份救助。"))
    return found


def of_household(household: Household) -> QuerySet[Award]:
    return Award.objects.filter(household=household).order_by("-valid_from", "-pk")


def list_for(by: Officer, on: date) -> QuerySet[Award]:
    """Awards under the officer's places, newest first, with what has not ended by today."""
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    return (
        Award.objects.filter(under(place_codes(by, on)))
        .select_related("place", "holder")
        .prefetch_related(
            Prefetch("components", queryset=Component.objects.filter(lasting)),
            Prefetch("beneficiaries", queryset=Beneficiary.objects.filter(lasting)),
        )
        .order_by("-valid_from", "-pk")
    )


def panel(award: Award, on: date) -> Panel:
    components = list(components_in(max(on, award.valid_from)).filter(award=award))
    names = names_of(c.person_id for c in components if c.person_id)
    return Panel(
        award=award,
        parts=[
            PartView(
                str(ComponentKind(c.kind).label), names.get(c.person_id or 0, ""), c.amount_fen
            )
            for c in components
        ],
        amount_fen=sum(c.amount_fen for c in components),
        people=beneficiaries(award, on).count(),
        certificate=certificate_of(award),
        places=list(award.places.select_related("place__parent").order_by("valid_from")),
    )


def beneficiaries(award: Award, on: date) -> QuerySet[Beneficiary]:
    day = max(on, award.valid_from)
    return (
        award.beneficiaries.filter(valid_from__lte=day)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
        .select_related("person")
        .order_by("pk")
    )


def certificate_of(award: Award) -> Certificate | None:
    return award.certificates.filter(revoked_at__isnull=True).order_by("-issued_at").first()


def check(code: str, on: date) -> CheckView | None:
    """The certificate behind a QR code; None when there is none."""
    certificate = (
        Certificate.objects.filter(code=code)
        .select_related("award", "award__office", "award__place", "award__holder")
        .first()
    )
    if certificate is None:
        return None
    award = certificate.award
    holds = (
        award.state != State.ENDED
        and certificate.revoked_at is None
        and is_in_time(certificate, on)
        and (award.valid_until is None or on < award.valid_until)
    )
    return CheckView(
        certificate=certificate,
        award=award,
        name=current_name(award.holder),
        people=beneficiaries(award, on).count(),
        holds=holds,
    )


def is_in_time(certificate: Certificate, on: date) -> bool:
    """A certificate holds until its day, and on while the recheck that would renew it is open:
    a family does not lose its paper because an office is late."""
    late = Recheck.objects.filter(award_id=certificate.award_id, closed_at__isnull=True)
    return on < certificate.valid_until or late.exists()


def awards_of(person: Person) -> QuerySet[Award]:
    """Awards that this person benefits from."""
    return Award.objects.filter(beneficiaries__person=person).order_by("-valid_from", "-pk")


def _day(day: date) -> str:
    return f"{day:%Y 年 %-m 月 %-d 日}"


def certificate_data(certificate: Certificate, on: date) -> dict[str, Any]:
    """What the certificate says: masked number, members, sum, QR of the check."""
    award = certificate.award
    shown = panel(award, on)
    paid = {row.person_id for row in beneficiaries(award, on)}
    family = members(award.household, max(on, award.valid_from))
    return {
        "title": "最低生活保障证",
        "office": award.office.name,
        "on": _day(day_of(certificate.issued_at)),
        "number": certificate.number,
        "holder": current_name(award.holder),
        "identity": masked_number(award.holder) or "（无）",
        "place": award.place.name,
        "people": f"{shown.people} 人",
        "amount": f"{yuan(shown.amount_fen)} 元",
        "since": f"{award.valid_from:%Y 年 %-m 月}",
        "until": _day(certificate.valid_until),
        "members": [
            [m.name, m.relation_label, "" if m.person.pk in paid else "不计入保障"] for m in family
        ],
        "qr": qr_svg(f"{settings.DOUDI_PORTAL_URL}/check/{certificate.code}/"),
        "code": certificate.code,
        "hotline": settings.DOUDI_HOTLINE,
        "by_hand": bool(missing_glyphs("".join(m.name for m in family))),
    }


@in_chinese
def certificate_pdf(certificate: Certificate, on: date) -> bytes:
    """The certificate as the family prints it."""
    return render_pdf(CERTIFICATE, certificate_data(certificate, on), at=certificate.issued_at)
