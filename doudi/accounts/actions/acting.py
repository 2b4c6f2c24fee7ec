"""代理: somebody of the same office acts in a post for a time; it is shown wherever he signs."""

from datetime import date, datetime

from doudi.accounts.guards import check_can_end_acting, check_can_name_acting
from doudi.accounts.models import Post, User
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.remembered import forget
from doudi.common.transactions import action
from doudi.journal.actions import note


@action
def name_acting(
    *,
    post: Post,
    user: User,
    valid_from: date,
    valid_until: date,
    by: Officer,
    at: datetime,
) -> Post:
    """The leader of the office names who acts in a post from a day until another (excluded)."""
    check_can_name_acting(by, post, user, day_of(at), valid_from, valid_until)
    made = Post.objects.create(
        user=user, office_id=post.office_id, duty=post.duty, acting_for=post,
        valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip
    forget()
    record(
        by=by, at=at, verb="name_acting", noun="post", key=made.pk, user=user.pk,
        acting_for=post.pk, until=valid_until,
    )  # fmt: skip
    note(noun="post", key=made.pk, verb="given", at=at)
    return made


@action
def end_acting(*, post: Post, by: Officer, at: datetime) -> Post:
    """Nobody acts in it any more from tomorrow on; one that has not begun never begins."""
    on = day_of(at)
    check_can_end_acting(by, post, on)
    post.valid_until = max(date.fromordinal(on.toordinal() + 1), _first_end(post))
    post.save(update_fields=["valid_until"])
    forget()
    record(by=by, at=at, verb="end_acting", noun="post", key=post.pk, until=post.valid_until)
    return post


def _first_end(post: Post) -> date:
    """A period holds at least a day: what lies in the future shrinks to its first."""
    return date.fromordinal(post.valid_from.toordinal() + 1)
