"""Where a post reaches: jurisdiction says where, power says which act of which programme."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from doudi.accounts.models import Jurisdiction, Office, Place, Power
from doudi.accounts.queries.periods import valid_on
from doudi.accounts.queries.places import prefixes
from doudi.accounts.queries.posts import officer_of, posts_of, valid_posts
from doudi.common.actors import Officer
from doudi.common.refusals import Refusal
from doudi.common.remembered import remembered


@remembered
def office_of(by: Officer) -> Office:
    return Office.objects.select_related("seat", "department").get(pk=by.office_id)


def holds_post(by: Officer, on: date) -> bool:
    """Whether the officer's post is his and valid on that day."""
    wanted = (by.post_id, by.office_id, by.duty)
    return wanted in {(p.pk, p.office_id, p.duty) for p in posts_of(by.user_id, on)}


def covers(by: Officer, place: Place | str, on: date, duty: str = "") -> bool:
    """Whether the post is valid and its office answers for the place (in this duty).

    A jurisdiction over a place reaches everything below it; one limited to a duty counts for
    that duty only. `duty` defaults to the duty of the post.
    """
    reached = _reached(by.office_id, on, duty or by.duty)
    return holds_post(by, on) and not reached.isdisjoint(prefixes(_code(place)))


def holds(by: Officer, duties: Iterable[str], place: Place | str, on: date) -> bool:
    """Whether the post carries one of the duties and covers the place on that day."""
    return by.duty in set(duties) and covers(by, place, on)


def holds_duty(by: Officer, duties: Iterable[str], on: date) -> bool:
    """Whether the post is valid and carries one of the duties, wherever it reaches."""
    return by.duty in set(duties) and holds_post(by, on)


def holders(duties: Iterable[str], place: Place | str, on: date) -> list[Officer]:
    """Everyone whose post carries one of the duties and covers the place, by name; two queries."""
    reached = Jurisdiction.objects.filter(
        Q(duty="") | Q(duty=OuterRef("duty")),
        valid_on(on),
        office=OuterRef("office"),
        place__code__in=prefixes(_code(place)),
    )
    posts = valid_posts(on).filter(Exists(reached), duty__in=list(duties))
    return [officer_of(post) for post in posts.order_by("user__name", "id")]


def has_power(by: Officer, act: str, programme: str, place: Place | str, on: date) -> bool:
    """Whether the officer's office is the one that does this act there, and the post is valid.

    Says nothing about the duty of the post: ask `holds` as well.
    """
    nearest = _nearest(act, programme, _code(place), on)
    return nearest is not None and nearest.pk == by.office_id and holds_post(by, on)


def office_for(act: str, programme: str, place: Place | str, on: date) -> Office:
    """The office that does this act there: the power of the nearest place wins.

    Raises Refusal when no office has the power on that day.
    """
    nearest = _nearest(act, programme, _code(place), on)
    if nearest is None:
        raise Refusal("power.none", _("这个地方还没有确定由哪个单位办理此事，请联系系统管理员。"))
    return nearest


def place_codes(by: Officer, on: date) -> tuple[str, ...]:
    """Codes of the places that the post covers, none lying in another; for `under`."""
    if not holds_post(by, on):
        return ()
    codes = _reached(by.office_id, on, by.duty)
    return tuple(sorted(c for c in codes if not codes.intersection(prefixes(c)[:-1])))


def under(codes: Iterable[str], field: str = "place__code") -> Q:
    """A filter for rows whose place lies in one of the codes; no codes: no rows."""
    reached = Q(pk__in=[])
    for code in codes:
        reached |= Q(**{f"{field}__startswith": code})
    return reached


def _code(place: Place | str) -> str:
    return place if isinstance(place, str) else place.code


@remembered
def _reached(office_id: int, on: date, duty: str) -> frozenset[str]:
    """Codes of the places that the office answers for in this duty."""
    rows = Jurisdiction.objects.filter(valid_on(on), office_id=office_id, duty__in=["", duty])
    return frozenset(rows.values_list("place__code", flat=True))


@remembered
def _nearest(act: str, programme: str, code: str, on: date) -> Office | None:
    rows = Power.objects.filter(valid_on(on), valid_on(on, "office__"), act=act)
    rows = rows.filter(programme=programme, place__code__in=prefixes(code))
    ordered = rows.order_by(Length("place__code").desc(), "-valid_from").select_related("office")
    nearest = ordered.first()
    return nearest.office if nearest else None
