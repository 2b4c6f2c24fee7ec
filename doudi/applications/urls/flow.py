"""The steps of an application, the same on the family's phone and at the counter."""

from collections.abc import Callable

from django.urls import URLPattern, path

from doudi.applications.views import beginning, household, sending
from doudi.ui.access import View

ITEM = "<str:item_id>"
STEPS: tuple[tuple[str, View, str], ...] = (
    ("start/", beginning.start, "start"),
    ("me/", beginning.me, "me"),
    ("<uuid:key>/me/", beginning.condition, "condition"),
    ("<uuid:key>/place/", beginning.place, "place"),
    ("<uuid:key>/members/", household.members, "members"),
    ("<uuid:key>/members/add/", household.member_add, "member_add"),
    ("<uuid:key>/members/<int:person_id>/", household.member, "member"),
    ("<uuid:key>/members/<int:person_id>/drop/", household.member_drop, "member_drop"),
    ("<uuid:key>/members/kin/", household.kin, "kin"),
    ("<uuid:key>/living/", household.living, "living"),
    ("<uuid:key>/living/add/<slug:kind>/", household.item_add, "item_add"),
    (f"<uuid:key>/living/{ITEM}/", household.item, "item"),
    (f"<uuid:key>/living/{ITEM}/drop/", household.item_drop, "item_drop"),
    ("<uuid:key>/account/", household.account, "account"),
    ("<uuid:key>/sign/", sending.signing, "signing"),
    ("<uuid:key>/sign/<int:person_id>/", sending.sign, "sign"),
    ("<uuid:key>/sign/<int:person_id>/link/", sending.sign_link, "sign_link"),
    ("<uuid:key>/look/", sending.look, "look"),
    ("<uuid:key>/submit/", sending.submit, "submit"),
    ("<uuid:key>/done/", sending.done, "done"),
)


def flow(prefix: str, access: Callable[[View], View]) -> list[URLPattern]:
    """Every step behind `access`, named `prefix` + step."""
    return [path(route, access(view), name=f"{prefix}{name}") for route, view, name in STEPS]
