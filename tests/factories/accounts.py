"""Places, offices, officers and citizens for tests. Real places, invented people.

Everything is valid from 2020-01-01 unless a date is passed.
"""

from datetime import date, datetime
from functools import cache
from itertools import count

from django.test import Client

from doudi.accounts.models import (
    CitizenLevel,
    Department,
    Jurisdiction,
    Office,
    Place,
    Post,
    Power,
    User,
)
from doudi.accounts.queries import officer_of
from doudi.accounts.rules.divisions import (
    AREAS,
    OfficeRow,
    PlaceRow,
    department_names,
    office_rows,
    place_rows,
    power_rows,
)
from doudi.common.actors import Citizen, Officer
from doudi.common.clock import beijing
from doudi.common.crypto import blind_index, seal

SINCE = date(2020, 1, 1)
ON = date(2026, 9, 1)
VILLAGE = "430902106219"  # 甘溪港村 in 长春镇, Ziyang
CHANGZHOU_VILLAGE = "320412104220"  # 遥观村 in 遥观镇: Wujin's code, the zone's office
TOWN = "430902106"
DISTRICT = "430902"
PASSWORD = "Doudi-test-2026"

_numbers = count(1)
_AREA = {"43": "430902", "32": "3204"}
_LEVEL_OF_DUTY = {
    "grid_worker": "village",
    "village_intake": "village",
    "town_acceptor": "town",
    "town_investigator": "town",
    "town_leader": "town",
    "town_decider": "town",
    "coordinator": "town",
    "social_worker": "town",
}


@cache
def _place_rows() -> dict[str, PlaceRow]:
    return {row.code: row for area in AREAS for row in place_rows(area)}


@cache
def _office_rows() -> dict[str, OfficeRow]:
    return {row.code: row for area in AREAS for row in office_rows(area)}


def place(code: str = VILLAGE) -> Place:
    """A real place with all places around it."""
    found = Place.objects.filter(code=code).first()
    if found:
        return found
    row = _place_rows().get(code) or PlaceRow(code, code)
    parent = place(row.parent) if row.parent else None
    return Place.objects.create(
        code=code, name=row.name, level=row.level, parent=parent, valid_from=SINCE
    )


def office(code: str) -> Office:
    """A shipped office by code ("430902-civil_affairs", "430902106-town", "…-village") with its
    parents, jurisdictions and dibao powers."""
    found = Office.objects.filter(code=code).first()
    if found:
        return found
    row = _office_rows()[code]
    name = dict(department_names())[row.department]
    department, _ = Department.objects.get_or_create(code=row.department, defaults={"name": name})
    made = Office.objects.create(
        code=code,
        name=row.name,
        department=department,
        level=row.level,
        parent=office(row.parent) if row.parent else None,
        seat=place(row.seat),
        valid_from=SINCE,
    )
    for reached, duty in row.places:
        Jurisdiction.objects.create(office=made, place=place(reached), duty=duty, valid_from=SINCE)
        if not duty:
            _give_powers(made, place(reached))
    return made


def _give_powers(made: Office, reached: Place) -> None:
    for row in power_rows(_AREA[reached.code[:2]]):
        if row.level == made.level:
            Power.objects.create(
                office=made,
                programme=row.programme,
                place=reached,
                act=row.act,
                basis=row.basis,
                valid_from=SINCE,
            )


def office_of_duty(duty: str, code: str) -> Office:
    """The office where this duty sits for a place: village, town, or the district's."""
    level = _LEVEL_OF_DUTY.get(duty, "district")
    if level == "village" and len(code) == 12:
        return office(f"{code}-village")
    if level in {"village", "town"} and len(code) >= 9:
        return office(f"{code[:9]}-town")
    kind = "verification" if duty == "verifier" else "civil_affairs"
    wanted = f"-{kind}"
    for row in _office_rows().values():
        near = any(code.startswith(reached) for reached, _ in row.places)
        if row.level == "district" and row.code.endswith(wanted) and near:
            return office(row.code)
    return office(f"{code[:6]}{wanted}")


def user(name: str = "", phone: str = "", *, kind: str = "officer") -> User:
    number = next(_numbers)
    phone = phone or f"139{number:08d}"
    made = User(
        username=f"{kind}{number}",
        kind=kind,
        name=name or f"{'周吴郑王冯陈褚卫'[number % 8]}{'建国秀兰志强'[number % 6]}",
        phone_index=blind_index("phone", phone),
        phone_sealed=seal(f"user.phone:{kind}{number}", phone),
        phone_verified_at=beijing(SINCE),
        created_at=beijing(SINCE),
    )
    made.set_password(PASSWORD) if kind == "officer" else made.set_unusable_password()
    made.save()
    return made


def post(
    duty: str,
    code: str = VILLAGE,
    *,
    holder: User | None = None,
    where: Office | None = None,
    valid_from: date = SINCE,
    valid_until: date | None = None,
    acting_for: Post | None = None,
) -> Post:
    return Post.objects.create(
        user=holder or user(),
        office=where or office_of_duty(duty, code),
        duty=duty,
        acting_for=acting_for,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def officer(duty: str, place: Place | str = VILLAGE, **more: object) -> Officer:
    """A new person with this duty in the office that has it for the place.

    `more` goes to `post`: holder, where, valid_from, valid_until, acting_for.
    """
    code = place if isinstance(place, str) else place.code
    return officer_of(post(duty, code, **more))  # type: ignore[arg-type]


def citizen(level: int = 0, phone: str = "", at: datetime | None = None) -> Citizen:
    """A citizen as the middleware would put him on the request; level 1 by the government."""
    made = user(phone=phone, kind="citizen")
    if level:
        CitizenLevel.objects.create(user=made, level=level, how="government", at=at or beijing(ON))
    return Citizen(made.pk, level, blind_index("session", made.username).hex())


def sign_in(client: Client, who: Officer | Citizen) -> Citizen | Officer:
    """Signs the test client in, second step passed; a citizen gets the session of this sign-in."""
    user = User.objects.get(pk=who.user_id)
    client.force_login(user)
    session = client.session
    if isinstance(who, Officer):
        session["doudi_post"] = who.post_id
        session["doudi_second_step"] = "totp"
        session["doudi_sign_in"] = mark = session.session_key[:16]
        session.save()
        User.objects.filter(pk=user.pk).update(sign_ins=[*user.sign_ins, mark])
        return who
    key = blind_index("session", session.session_key).hex()
    return Citizen(who.user_id, who.level, key)


def power(
    office_code: str,
    act: str,
    code: str,
    *,
    programme: str = "dibao",
    valid_from: date = SINCE,
    valid_until: date | None = None,
) -> Power:
    return Power.objects.create(
        office=office(office_code),
        programme=programme,
        place=place(code),
        act=act,
        basis="测试",
        valid_from=valid_from,
        valid_until=valid_until,
    )
