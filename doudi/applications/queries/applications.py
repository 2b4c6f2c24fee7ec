"""Finding applications and requests."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.queries import under
from doudi.applications.models import Application, Named, Remark, Request
from doudi.applications.states import State
from doudi.common.refusals import Hidden
from doudi.people.models import Household, Person
from doudi.people.queries import MemberView, declared, members, names_of
from doudi.people.states import Standing

OPEN = (State.SUBMITTED, State.SENT_BACK, State.TAKEN_IN, State.ACCEPTED)


def whole() -> QuerySet[Application]:
    """With what every page shows: `open_remarks`, requests, place, household, first view."""
    return Application.objects.select_related(
        "household", "household__place", "applicant", "place", "place__parent", "accepting_office",
        "first_view", "intake_office", "behalf", "behalf__office", "promise",
    ).prefetch_related(
        "requests",
        Prefetch(
            "remarks",
            queryset=Remark.objects.filter(settled_at__isnull=True).order_by("pk"),
            to_attr="open_remarks",
        ),
    )  # fmt: skip


def by_key(key: uuid.UUID | str) -> Application:
    """The application with its requests, remarks (`open_remarks`), place and household.

    Raises Hidden when there is none: the caller's guard says who may see it.
    """
    try:
        return whole().get(key=key)
    except Application.DoesNotExist:
        raise Hidden("application.none", _("没有找到这份申请。")) from None


def by_number(number: str) -> Application | None:
    return whole().filter(number=number.strip().upper()).first()


def request_of(application: Application, programme: str = "dibao") -> Request:
    return Request.objects.select_related("application").get(
        application=application, programme=programme
    )


def requests(*states: str, programme: str = "") -> QuerySet[Request]:
    """Requests whose application is in one of the states, the oldest acceptance first."""
    found = Request.objects.filter(application__state__in=states).select_related(
        "application", "application__household", "application__applicant", "application__place",
        "application__place__parent", "application__accepting_office",
    )  # fmt: skip
    if programme:
        found = found.filter(programme=programme)
    return found.order_by("application__accepted_at", "pk")


def requests_accepted(*, codes: Iterable[str], programme: str = "") -> QuerySet[Request]:
    """Accepted and not closed, in the places `codes` (see accounts.queries.place_codes)."""
    reached = under(codes, "application__place__code")
    return requests(State.ACCEPTED, programme=programme).filter(reached)


def started_by(user_id: int) -> QuerySet[Application]:
    """What this user of the portal started, newest first."""
    return whole().filter(started_by_id=user_id).order_by("-started_at")


def of_households(household_ids: Iterable[int]) -> QuerySet[Application]:
    return whole().filter(household_id__in=list(household_ids)).order_by("-started_at")


def open_of_household(household: Household) -> Application | None:
    """The application of this household that is being worked on, the newest if there are two."""
    found = whole().filter(household=household, state__in=OPEN)
    return found.order_by("-submitted_at").first()


def applying_elsewhere(person: Person, application: Application, on: date) -> bool:
    """Whether the person is the applicant or a member of another application being worked on."""
    others = Application.objects.filter(state__in=OPEN).exclude(pk=application.pk)
    if others.filter(applicant=person).exists():
        return True
    living = others.filter(
        household__memberships__person=person,
        household__memberships__superseded_at__isnull=True,
        household__memberships__period__contains=on,
    )
    return living.exists()


def listed(application: Application, on: date) -> tuple[MemberView, ...]:
    """Members of the household, and who was declared beside those an officer has confirmed."""
    known = members(application.household, on)
    ids = {one.person.pk for one in known}
    beside = (one for one in declared(application.household, on) if one.person.pk not in ids)
    return (*known, *beside)


def is_listed(application: Application, person: Person, on: date) -> bool:
    return any(one.person.pk == person.pk for one in listed(application, on))


def confirmed_home(person: Person, place: Place, on: date) -> Household | None:
    """The household at this place in which an officer has confirmed the person."""
    return Household.objects.filter(
        place=place,
        memberships__person=person,
        memberships__standing=Standing.CONFIRMED,
        memberships__superseded_at__isnull=True,
        memberships__period__contains=on,
    ).first()


def names_in(application: Application, on: date) -> dict[int, str]:
    """Person id → name as typed in this application, else the name on record.

    Show this to the family: a name on record is never shown for a number that was only typed.
    """
    ids = {member.person.pk for member in listed(application, on)}
    ids.add(application.applicant_id)
    typed = Named.objects.filter(application=application).values_list("person_id", "name")
    return names_of(ids) | dict(typed)
