"""Posts and the officers who hold them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.models import Office, Post, User
from doudi.accounts.queries.periods import valid_on
from doudi.accounts.states import UserKind
from doudi.common.actors import Officer
from doudi.common.remembered import remembered


def valid_posts(on: date) -> QuerySet[Post]:
    """Posts held on that day by users who may sign in, in offices that existed."""
    return (
        Post.objects.filter(valid_on(on), valid_on(on, "office__"))
        .filter(user__is_active=True, user__kind=UserKind.OFFICER)
        .select_related("user", "office")
        .order_by("id")
    )


def posts_of(user: User | int, on: date) -> list[Post]:
    """What this user may act as on that day, oldest post first; acting posts included."""
    return list(_posts_of(user if isinstance(user, int) else user.pk, on))


@remembered
def _posts_of(user_id: int, on: date) -> tuple[Post, ...]:
    return tuple(valid_posts(on).filter(user_id=user_id))


def duties_between(user: User, valid_from: date, valid_until: date | None) -> set[str]:
    """The duties that the user holds on any day from the first until before the second."""
    rows = Post.objects.filter(user=user)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=valid_from))
    if valid_until is not None:
        rows = rows.filter(valid_from__lt=valid_until)
    return set(rows.values_list("duty", flat=True))


def post_by_id(post_id: int) -> Post:
    return Post.objects.select_related("user", "office").get(pk=post_id)


def own_post(by: Officer, on: date) -> Post:
    """The post that the officer acts from; also one that this very request has ended."""
    held = (post for post in posts_of(by.user_id, on) if post.pk == by.post_id)
    return next(held, None) or post_by_id(by.post_id)


def officer_of(post: Post) -> Officer:
    return Officer(
        user_id=post.user_id,
        post_id=post.pk,
        office_id=post.office_id,
        duty=post.duty,
        name=post.user.name,
    )


def officers_with(duty: str, office: Office | int, on: date) -> list[Officer]:
    """Who holds this duty in this office on that day, by name."""
    office_id = office if isinstance(office, int) else office.pk
    posts = valid_posts(on).filter(duty=duty, office_id=office_id).order_by("user__name", "id")
    return [officer_of(post) for post in posts]


def shown_name(post: Post) -> str:
    """The holder's name as pages show it, marked where the post is only acted in."""
    if post.acting_for_id is None:
        return post.user.name
    return _("%(name)s（代）") % {"name": post.user.name}


def posts_in(office_id: int, on: date) -> list[Post]:
    """Own posts of an office on that day, by duty and name; acting ones left out."""
    found = valid_posts(on).filter(office_id=office_id, acting_for__isnull=True)
    return list(found.order_by("duty", "user__name", "id"))


def acting_in(office_id: int, on: date) -> list[Post]:
    """Who acts there now or will, the nearest end first."""
    found = Post.objects.filter(office_id=office_id, acting_for__isnull=False, valid_until__gt=on)
    related = found.select_related("user", "office", "acting_for__user")
    return list(related.order_by("valid_until", "id"))


def users_names(ids: Iterable[int]) -> dict[int, str]:
    """Names by user id, for lists that show who did what."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "name"))
