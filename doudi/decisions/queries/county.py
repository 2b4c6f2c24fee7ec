"""县级入户: which requests the county must see at home before they are decided, and whether it did.

民发〔2021〕57号 art. 11 and 20: a relative on the register, a complaint before the decision, or the
spot check. In places where the town decides the county visits all the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.queries import place_codes, under
from doudi.applications.models import KinAnswer, Request
from doudi.applications.states import KinReply, State
from doudi.common.actors import Officer
from doudi.common.remembered import remembered_until_written
from doudi.decisions.models import Complaint, Decision, Draw
from doudi.decisions.queries import river
from doudi.decisions.rules.draws import BEFORE
from doudi.people.models import Household, Identity, KinEntry
from doudi.people.queries.kin import hits_of_households
from doudi.visits.models import Plan, Visit
from doudi.visits.rules import COUNTY

KIN, COMPLAINT, DRAWN = "kin", "complaint", "drawn"


@dataclass(frozen=True)
class Ground:
    """Why a visit of the county is compulsory, since when."""

    code: str
    since: datetime


def word(code: str) -> str:
    """The ground in words; who the relative or the complainant is stays with the county."""
    words = {KIN: _("近亲属备案"), COMPLAINT: _("确认前有投诉举报"), DRAWN: _("抽查抽中")}
    return words.get(code, code)


def grounds(request: Request, on: date) -> list[str]:
    """Codes of the grounds that were ever there for this request."""
    return [one.code for one in _grounds(request, on)]


def open_grounds(request: Request, on: date) -> list[str]:
    """Grounds that no visit of the county has followed; nothing is decided before it has.

    A complaint that came after a visit asks for another one; a relative or a lot does not.
    """
    last = _visits(request).order_by("-finished_at").values_list("finished_at", flat=True).first()
    if last is None:
        return grounds(request, on)
    return [one.code for one in _grounds(request, on) if one.code == COMPLAINT and one.since > last]


def done(request: Request) -> bool:
    """Whether the county has visited for this request."""
    return _visits(request).exists()


def _visits(request: Request) -> QuerySet[Visit]:
    return river.finished_visits(request.application).filter(plan__purpose=COUNTY)


@remembered_until_written
def _grounds(request: Request, on: date) -> list[Ground]:
    household = request.application.household
    return grounds_of([request], on, {household.pk}).get(request.pk, [])


def grounds_of(
    requests: Iterable[Request], on: date, households: Iterable[int]
) -> Mapping[int, list[Ground]]:
    """For a page of requests: four queries whatever their number."""
    rows = list(requests)
    homes = list(households)
    kin = hits_of_households(homes, on)
    complaints = _complaints(homes)
    told = _answers(rows)
    lots = dict(
        Draw.objects.filter(request__in=rows, drawn=True).values_list("request_id", "drawn_at")
    )
    spot = {row.pk: river.flow_of(row, on).spot.moment for row in rows if row.pk in lots}
    found: dict[int, list[Ground]] = {}
    for row in rows:
        home = row.application.household_id
        since = row.application.submitted_at or row.application.started_at
        here = [Ground(KIN, kin[home][0].filed_at)] if home in kin else []
        if not here and row.application_id in told:
            here = [Ground(KIN, told[row.application_id])]
        here += [Ground(COMPLAINT, at) for at in complaints.get(home, []) if at >= since][-1:]
        if spot.get(row.pk) == BEFORE:
            here.append(Ground(DRAWN, lots[row.pk]))
        if here:
            found[row.pk] = here
    return found


def _answers(requests: Iterable[Request]) -> dict[int, datetime]:
    """Applications whose family says that somebody close works there, and since when."""
    rows = KinAnswer.objects.filter(
        application__in=[one.application_id for one in requests],
        superseded_at__isnull=True,
        answer=KinReply.YES,
    )
    return dict(rows.values_list("application_id", "answered_at"))


def _complaints(households: Iterable[int]) -> dict[int, list[datetime]]:
    rows = Complaint.objects.filter(household_id__in=list(households)).order_by("received_at")
    found: dict[int, list[datetime]] = {}
    for household_id, at in rows.values_list("household_id", "received_at"):
        if household_id is not None:
            found.setdefault(household_id, []).append(at)
    return found


def _kin_households() -> QuerySet[Household]:
    indexes = KinEntry.objects.filter(
        filing__superseded_at__isnull=True, number_index__isnull=False
    ).values("number_index")
    held = Identity.objects.filter(number_index__in=indexes, superseded_at__isnull=True)
    return Household.objects.filter(
        memberships__person__in=held.values("person"), memberships__superseded_at__isnull=True
    )


def to_visit(by: Officer, on: date) -> QuerySet[Request]:
    """Open requests of the county that it must still visit, the shortest time left first."""
    home = OuterRef("application__household")
    since = OuterRef("application__submitted_at")
    visited = Visit.objects.filter(
        plan__household=home, plan__purpose=COUNTY, plan__cancelled_at__isnull=True,
        finished_at__gte=since,
    )  # fmt: skip
    complaints = Complaint.objects.filter(household=home, received_at__gte=since)
    unvisited = complaints.filter(
        ~Exists(
            Visit.objects.filter(
                plan__household=OuterRef("household"), plan__purpose=COUNTY,
                finished_at__gt=OuterRef("received_at"),
            )
        )
    )  # fmt: skip
    lots = Draw.objects.filter(request=OuterRef("pk"), drawn=True)
    decided = Decision.objects.filter(
        request=OuterRef("pk"), returned_at__isnull=True, annulled_at__isnull=True,
        decided_at__isnull=False,
    )  # fmt: skip
    told = KinAnswer.objects.filter(
        application=OuterRef("application"), superseded_at__isnull=True, answer=KinReply.YES
    )
    kin = Q(application__household__in=_kin_households()) | Exists(told)
    open_now = Q(application__state=State.ACCEPTED) & ~Exists(decided)
    named = Exists(unvisited) | ((kin | Exists(lots)) & ~Exists(visited))
    # each half alone reads few rows, joined by OR they would read every request there ever was
    undecided = Request.objects.filter(open_now).filter(named).order_by()
    drawn = Request.objects.filter(draw__to_visit=True).filter(Exists(decided), ~Exists(visited))
    waiting = undecided.values("pk").union(drawn.order_by().values("pk"))
    reached = under(place_codes(by, on), "application__place__code")
    related = ("application__place__parent", "application__household", "application__applicant")
    found = Request.objects.filter(reached).filter(pk__in=waiting).select_related(*related)
    return found.order_by(F("application__due_on").asc(nulls_last=True), "pk")


def planned(households: Iterable[int]) -> dict[int, Plan]:
    """The county's unfinished plan of each household."""
    found = Plan.objects.filter(
        household_id__in=list(households), purpose=COUNTY, cancelled_at__isnull=True,
        done_at__isnull=True,
    )  # fmt: skip
    return {plan.household_id: plan for plan in found.order_by("pk")}
