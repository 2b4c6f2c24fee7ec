"""How somebody can be told: by which phones and sign-ins, or by a voice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.models import User
from doudi.accounts.queries import phone_of, place_codes, under
from doudi.common.actors import Officer
from doudi.common.crypto import unseal
from doudi.common.refusals import Hidden
from doudi.messaging.queries import worded
from doudi.people.models import Contact, ContactWish, Household, InPersonTask, Person
from doudi.people.queries.excuses import excused, kept_from
from doudi.people.queries.households import adults, belongs, households_of
from doudi.people.queries.merges import same_ids
from doudi.people.queries.persons import is_alive, names_of, users_of
from doudi.people.queries.representations import standing, wards_of
from doudi.people.states import NOT_WRITTEN, UNREADABLE, Need, RepresentationKind, TellingWay


@dataclass(frozen=True)
class Reach:
    """`users` read it in the portal, `phones` get a text; `by_voice`: somebody goes or calls."""

    users: tuple[int, ...]
    phones: tuple[str, ...]
    by_voice: bool
    shared: bool


@dataclass(frozen=True)
class Telling:
    """One thing to tell, as the officer who goes reads it."""

    task: InPersonTask
    name: str
    title: str
    text: str
    wish: ContactWish | None


def wish_of(person: Person) -> ContactWish | None:
    rows = ContactWish.objects.filter(person_id__in=same_ids(person), superseded_at__isnull=True)
    return rows.select_related("helper").order_by("-known_at").first()


def receiver(household: Household, person: Person, on: date) -> Person | None:
    """The person, or another grown member where it has died or may not learn of the case."""
    if is_alive(person, on) and not kept_from(person, household, on):
        return person
    kept = excused(household, on)
    others = [one.person for one in adults(household, on)]
    return next((p for p in others if p.pk not in kept and is_alive(p, on)), None)


def reach(household: Household, person: Person, on: date, also_users: Iterable[int] = ()) -> Reach:
    """Users known to be kept from the case are left out, also of `also_users`."""
    wish = wish_of(person)
    helped = wish is not None and wish.way == TellingWay.HELPER
    told = wish.helper if wish and helped and wish.helper else person
    readers = [told, *_stand_ins(person, on)]
    users = {user for reader in readers for user in users_of(reader)} | set(also_users)
    allowed = _allowed(users, household, on)
    spoken = _spoken(wish) or (helped and not (users_of(told) or recorded_phone(told)))
    phones = () if spoken else _phones(readers, allowed, household, on)
    return Reach(
        users=tuple(sorted(user.pk for user in allowed)),
        phones=phones,
        by_voice=spoken or not (allowed or phones),
        shared=wish is not None and Need.SHARED_PHONE in wish.needs,
    )


def _spoken(wish: ContactWish | None) -> bool:
    if wish is None:
        return False
    return wish.way in NOT_WRITTEN or bool(UNREADABLE.intersection(wish.needs))


def _stand_ins(person: Person, on: date) -> list[Person]:
    """Guardians and proxies hear what the person hears."""
    kinds = (RepresentationKind.GUARDIAN, RepresentationKind.PROXY)
    rows = standing(on).filter(
        person_id__in=same_ids(person), kind__in=kinds, by_person__isnull=False
    )
    return [row.by_person for row in rows.select_related("by_person") if row.by_person]


def _allowed(users: set[int], household: Household, on: date) -> list[User]:
    kept = excused(household, on)
    barred = {user for one in Person.objects.filter(pk__in=kept) for user in users_of(one)}
    return list(User.objects.filter(pk__in=users - barred).order_by("pk"))


def _phones(
    readers: list[Person], users: list[User], household: Household, on: date
) -> tuple[str, ...]:
    recorded = [recorded_phone(one) for one in readers if not kept_from(one, household, on)]
    numbers = [*recorded, *(phone_of(user) for user in users)]
    return tuple(dict.fromkeys(number for number in numbers if number))


def recorded_phone(person: Person) -> str:
    """The number that an office recorded, in clear, to send to; '' when there is none."""
    contact = (
        Contact.objects.filter(person_id__in=same_ids(person), superseded_at__isnull=True)
        .order_by("-known_at")
        .first()
    )
    if contact is None:
        return ""
    return unseal(f"people.contact.{contact.pk}", contact.phone_sealed).decode()


def to_tell(by: Officer, on: date) -> QuerySet[InPersonTask]:
    """Open tasks of the officer's places, the most urgent first."""
    rows = InPersonTask.objects.filter(under(place_codes(by, on)), done_at__isnull=True)
    return rows.select_related("place", "household", "person").order_by("due_on", "pk")


def told_beside(task: InPersonTask) -> QuerySet[InPersonTask]:
    """What else is open for the same person: one way there serves for all."""
    return InPersonTask.objects.filter(
        household=task.household, person=task.person, done_at__isnull=True
    ).order_by("created_at", "pk")


def tellings(tasks: Iterable[InPersonTask]) -> list[Telling]:
    """With names, words and wishes; a constant number of queries."""
    rows = list(tasks)
    ids = [row.person_id for row in rows if row.person_id]
    names = names_of(ids)
    wishes = {
        wish.person_id: wish
        for wish in ContactWish.objects.filter(person_id__in=ids, superseded_at__isnull=True)
    }
    return [_telling(row, names, wishes) for row in rows]


def _telling(row: InPersonTask, names: dict[int, str], wishes: dict[int, ContactWish]) -> Telling:
    title, text = worded(row.template, row.values)
    person = row.person_id or 0
    return Telling(row, names.get(person, ""), title, text, wishes.get(person))


def home_of(person: Person, on: date) -> Household:
    """The household the person lives in now and may see. Raises Hidden when there is none."""
    for home in reversed(households_of(person)):
        if belongs(person, home, on):
            return home
    raise Hidden("wish.hidden", _("没有找到您的家庭登记。请到村（社区）核对。"))


def spoken_for(me: Person, on: date) -> tuple[list[Person], list[Person]]:
    """Oneself and whom one stands in for; and the adults of the own home who could be told."""
    homes = [home for home in households_of(me) if belongs(me, home, on)]
    kept = {person for home in homes for person in excused(home, on)}
    grown = [one.person for home in homes for one in adults(home, on)]
    helpers = {one.pk: one for one in grown if one.pk not in same_ids(me) | kept}
    wards = [one for one in wards_of(me, on) if one.pk not in same_ids(me)]
    return [me, *wards], list(helpers.values())
