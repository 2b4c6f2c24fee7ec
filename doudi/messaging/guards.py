"""Who sees what did not arrive: those who run the machine. No number and no name is shown.

A post is looked up in accounts, which lies later: whoever builds the `Officer` has looked there.
"""

from django.utils.translation import gettext as _

from doudi.common.actors import Actor, Officer
from doudi.common.refusals import Forbidden

WATCHERS = ("system_admin",)


def check_watches(by: Actor) -> None:
    """Tried again, or set aside, by a named person on duty there."""
    if not isinstance(by, Officer) or by.duty not in WATCHERS:
        raise Forbidden("message.duty", _("没有送达的短信由系统管理岗位处理。"))
