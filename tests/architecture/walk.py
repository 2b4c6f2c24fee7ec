"""Asks every address as every duty from every standing, and says who is let in.

A request goes straight to the address's view with its decorators, forms, guards and action, on real
rows; sign-in and the way of a refusal to its page are walked by `test_access`. Pages are not drawn:
what a page shows is decided before it.
"""

import inspect
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.messages.storage.base import BaseStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import (
    BooleanField,
    ChoiceField,
    DateField,
    Field,
    FileField,
    IntegerField,
    MultipleChoiceField,
)
from django.forms.forms import BaseForm
from django.http import Http404, HttpResponse
from django.template.backends.base import BaseEngine
from django.test import RequestFactory
from django.urls import URLPattern, resolve, reverse
from django_htmx.middleware import HtmxDetails

from doudi.accounts.models import Post, User
from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden, Hidden, Refusal
from tests.architecture.world import NOW, World
from tests.factories import accounts
from tests.factories.pictures import jpeg

OTHER_VILLAGE = "430902106206"
OTHER_TOWN = "430902102201"
OTHER_COUNTY = accounts.CHANGZHOU_VILLAGE
FIELD = {"grid_worker", "village_intake"}
TOWN = {
    "town_acceptor",
    "town_investigator",
    "coordinator",
    "social_worker",
    "town_leader",
    "town_decider",
}
KIN = "您备案的近亲属"
"""What the refusal of an officer's own kin says, on whatever page it stands."""
WORDS = {"reason": "按规定办理。", "purpose": "按规定办理。", "note": "按规定办理。"}
"""What a form without a page of its own asks for."""


def officers(duty: str, staff: dict[str, Officer]) -> dict[str, Officer]:
    """The duty at the place's own office, and wherever else somebody may hold it."""
    found = {"own": staff[duty]}
    if duty in FIELD:
        found["village"] = accounts.officer(duty, OTHER_VILLAGE)
    if duty in FIELD | TOWN:
        found["town"] = accounts.officer(duty, OTHER_TOWN)
    found["county"] = accounts.officer(duty, OTHER_COUNTY)
    found["level"] = accounts.officer(duty, where=accounts.office(_other_level(duty)))
    found["department"] = accounts.officer(duty, where=accounts.office(_other_department(duty)))
    return found


def _other_level(duty: str) -> str:
    """The town's office for the village's duties, the village's for the town's, and so on."""
    if duty in TOWN:
        return f"{accounts.VILLAGE}-village"
    return f"{accounts.TOWN}-town"


def _other_department(duty: str) -> str:
    return "430902-verification" if duty.startswith("finance") else "430902-finance"


class Pages(BaseEngine):
    """A template engine that draws nothing and keeps what the last page was given."""

    app_dirname = "templates"
    last: dict[str, Any] = {}

    def __init__(self, params: dict[str, Any]) -> None:
        params = params.copy()
        params.pop("OPTIONS")
        super().__init__(params)

    def get_template(self, template_name: str) -> "Pages":
        return self

    def render(self, context: dict[str, Any] | None = None, request: Any = None) -> str:
        Pages.last = context or {}
        return ""


class Walker:
    """Every request is undone again."""

    def __init__(self, world: World) -> None:
        self.officers = {str(duty): officers(str(duty), world.staff) for duty in Duty}
        for duty, found in self.officers.items():
            found["kin"] = world.kin[duty]
        held = {one.user_id for found in self.officers.values() for one in found.values()}
        self.users = User.objects.in_bulk(held)
        self.factory = RequestFactory()

    def rows(self, pattern: URLPattern, record: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
        """Method → the standings let in, joined → the duties that are."""
        path = reverse(str(pattern.name), kwargs=record)
        duties = list(dict.fromkeys(map(str, pattern.callback.access[1] or Duty)))
        found: dict[str, dict[str, list[str]]] = {}
        for method in methods(pattern.callback):
            fill = self.filled_by(duties, path)
            if self.ask(self.officers[duties[0]]["own"], method, path, dict) == 405:
                continue
            rows: dict[str, list[str]] = defaultdict(list)
            for duty in duties:
                let_in = [
                    standing
                    for standing, by in self.officers[duty].items()
                    if self.ask(by, method, path, fill) not in {403, 404, 405}
                ]
                rows[" ".join(let_in) or "nobody"].append(duty)
            found[method] = dict(rows)
        return found

    def filled_by(self, duties: list[str], path: str) -> Callable[[], dict[str, Any]]:
        """Plausible answers to the forms that the page shows to whoever is let in."""
        Pages.last = {}
        for duty in duties:
            status = self.ask(self.officers[duty]["own"], "GET", path, dict)
            if status == 405:  # the form stands on another page; its own address shows it again
                self.ask(self.officers[duty]["own"], "POST", path, dict)
            if status == 200 or Pages.last:
                break
        forms = [one for one in Pages.last.values() if isinstance(one, BaseForm)]
        return lambda: (
            WORDS
            | {
                form.add_prefix(name): value
                for form in forms
                for name, one in form.fields.items()
                if (value := _value(one)) is not None
            }
        )

    def ask(self, by: Officer, method: str, path: str, fill: Callable[[], Any]) -> int:
        """The status that the answer would have."""
        send = self.factory.get if method == "GET" else self.factory.post
        request: Any = send(path, fill() if method == "POST" else {})
        request.user, request.session = self.users[by.user_id], SessionStore()
        request.officer, request.actor, request.citizen = by, by, None
        request.posts, request.htmx = [Post(pk=by.post_id)], HtmxDetails(request)
        request._messages = BaseStorage(request)
        found = resolve(path)
        Pages.last = {}
        with transaction.atomic():
            status = _status(lambda: found.func(request, *found.args, **found.kwargs))
            transaction.set_rollback(True)
        said = [str(one) for one in request._messages._queued_messages]
        return 403 if any(KIN in word for word in [*said, *_words(Pages.last)]) else status


def _words(context: dict[str, Any]) -> Iterator[str]:
    """What a page says beside its form when the action refused."""
    for value in context.values():
        if isinstance(value, BaseForm):
            yield value.errors.as_text()
        elif isinstance(value, Refusal | str):
            yield getattr(value, "sentence", str(value))


def _status(answer: Callable[[], HttpResponse]) -> int:
    try:
        return answer().status_code
    except (Forbidden, PermissionDenied):
        return 403
    except (Hidden, Http404):
        return 404
    except Refusal:
        return 409


def methods(view: Callable[..., Any]) -> list[str]:
    """What the view answers: GET, POST or both."""
    inner = inspect.unwrap(view)
    source = "".join(_sources(inner, set()))
    posts = "POST" in source or "FILES" in source
    only = "require_POST" in _decorators(inner)
    return ["POST"] if only else ["GET", "POST"] if posts else ["GET"]


def _decorators(view: Callable[..., Any]) -> str:
    return inspect.getsource(view).split("def ", 1)[0]


def _sources(function: Any, seen: set[Any]) -> Iterator[str]:
    """The text of a view and of its module's functions that it calls."""
    if function in seen:
        return
    seen.add(function)
    yield inspect.getsource(function)
    for name in function.__code__.co_names:
        other = function.__globals__.get(name)
        if inspect.isfunction(other) and other.__module__ == function.__module__:
            yield from _sources(other, seen)


def _value(field: Field) -> Any:
    if isinstance(field, ChoiceField):
        found = [str(value) for value, _ in field.choices if value]
        some = found[0] if found else None
        return [some] if some and isinstance(field, MultipleChoiceField) else some
    if isinstance(field, FileField):
        return SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    if isinstance(field, DateField):
        return f"{NOW:%Y-%m-%d}"
    if isinstance(field, IntegerField):
        return "1"
    return "on" if isinstance(field, BooleanField) else "按规定办理"
