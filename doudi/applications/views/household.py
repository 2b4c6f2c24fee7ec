"""Who lives together, what they live on, and the account."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from doudi.applications.actions import items as item_actions
from doudi.applications.actions import members as actions
from doudi.applications.actions.asking import answer_kin
from doudi.applications.forms import tried
from doudi.applications.forms.items import ItemForm
from doudi.applications.forms.people import AccountForm, MemberForm, answers
from doudi.applications.models import Application
from doudi.applications.queries.applications import names_in
from doudi.applications.queries.declared import item as find_item
from doudi.applications.queries.declared import items as all_items
from doudi.applications.queries.declared import person_facts
from doudi.applications.queries.kin import answer_of
from doudi.applications.queries.people import Shown, find, shown_members
from doudi.applications.rules.items import SHAPES
from doudi.applications.rules.people import condition_of
from doudi.applications.states import ItemKind, KinReply
from doudi.applications.views.face import actor, go, opened, show
from doudi.common import clock
from doudi.people.models import Person
from doudi.people.queries import payee_account


def members(request: HttpRequest, key: UUID) -> HttpResponse:
    application = opened(request, key)
    people = shown_members(application, clock.today())
    return show(
        request,
        "applications/members.html",
        1,
        application=application,
        people=people,
        answer=answer_of(application),
        replies=KinReply.choices,
    )


def kin(request: HttpRequest, key: UUID) -> HttpResponse:
    """One tap: whether somebody close works for an office that handles this."""
    application = opened(request, key)
    if request.method == "POST":
        answer_kin(
            application=application,
            answer=request.POST.get("answer", ""),
            by=actor(request),
            at=clock.now(),
        )
    return go(request, "members", key)


def member_add(request: HttpRequest, key: UUID) -> HttpResponse:
    application = opened(request, key)
    form = MemberForm(request.POST or None)
    if tried(
        request,
        form,
        lambda: actions.add_member(
            application=application,
            typed=form.typed(),
            by=actor(request),
            at=clock.now(),
        ),
    ):
        return go(request, "members", key)
    return show(request, "applications/member.html", 1, application=application, form=form)


def member(request: HttpRequest, key: UUID, person_id: int) -> HttpResponse:
    application, at = opened(request, key), clock.now()
    if person_id == application.applicant_id:
        return go(request, "condition", key)
    one = _shown(application, person_id)
    form = MemberForm(request.POST or None, changing=True, initial=_initial(application, one))
    if tried(
        request,
        form,
        lambda: actions.change_member(
            application=application, person=one.person, typed=form.typed(),
            by=actor(request), at=at,
        ),
    ):  # fmt: skip
        return go(request, "members", key)
    return show(
        request, "applications/member.html", 1, application=application, form=form, person=one
    )


def member_drop(request: HttpRequest, key: UUID, person_id: int) -> HttpResponse:
    application = opened(request, key)
    one = _shown(application, person_id)
    if request.method == "POST":
        actions.drop_member(
            application=application,
            person=one.person,
            by=actor(request),
            at=clock.now(),
        )
    return go(request, "members", key)


def living(request: HttpRequest, key: UUID) -> HttpResponse:
    application, on = opened(request, key), clock.today()
    names = names_in(application, on)
    found = all_items(application, on=on, known=clock.now())
    lines = [(one, names.get(one.person_id or 0, "")) for one in found]
    kinds = [(kind.value, kind.label, SHAPES[kind.value].group) for kind in ItemKind]
    return show(
        request, "applications/living.html", 2, application=application, lines=lines, kinds=kinds
    )


def item_add(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    if kind not in SHAPES:
        raise Http404
    return _item(request, opened(request, key), kind, "")


def item(request: HttpRequest, key: UUID, item_id: str) -> HttpResponse:
    return _item(request, opened(request, key), "", item_id)


def _item(request: HttpRequest, application: Application, kind: str, item_id: str) -> HttpResponse:
    at, on = clock.now(), clock.today()
    known = find_item(application, item_id, on=on, known=at) if item_id else None
    if item_id and known is None:
        return go(request, "living", application.key)
    kind = known.kind if known else kind
    form = ItemForm(request.POST or None, kind=kind, people=names_in(application, on), item=known)
    if request.method == "POST" and form.is_valid():
        person_id = form.person_id()
        if tried(
            request,
            form,
            lambda: item_actions.declare_item(
                application=application,
                typed=form.typed(),
                person=Person.objects.get(pk=person_id) if person_id else None,
                item_id=item_id,
                by=actor(request),
                at=at,
            ),
        ):
            return go(request, "living", application.key)
    label = ItemKind(kind).label
    return show(
        request,
        "applications/item.html",
        2,
        application=application,
        form=form,
        label=label,
        item=known,
        group=SHAPES[kind].group,
    )


def item_drop(request: HttpRequest, key: UUID, item_id: str) -> HttpResponse:
    application = opened(request, key)
    if request.method == "POST":
        item_actions.drop_item(
            application=application,
            item_id=item_id,
            by=actor(request),
            at=clock.now(),
        )
    return go(request, "living", key)


def account(request: HttpRequest, key: UUID) -> HttpResponse:
    """Optional. The number is never shown again, only its last four digits."""
    application = opened(request, key)
    people = names_in(application, clock.today())
    form = AccountForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        holder = _shown(application, int(form.cleaned_data["holder"])).person
        bank, number = form.cleaned_data["bank"], form.cleaned_data["number"]

        def act() -> bool:
            actions.set_account(
                application=application,
                holder=holder,
                bank=bank,
                number=number,
                by=actor(request),
                at=clock.now(),
            )
            return True

        if tried(request, form, act):
            return go(request, "signing", key)
    current = payee_account(application.household)
    return show(
        request, "applications/account.html", 2, application=application, form=form, current=current
    )


def _shown(application: Application, person_id: int) -> Shown:
    one = find(application, person_id, clock.today())
    if one is None:
        raise Http404
    return one


def _initial(application: Application, one: Shown) -> dict[str, object]:
    facts = person_facts(application, one.person.pk, on=clock.today(), known=clock.now())
    known = {"name": one.name, "relation": one.relation, "sex": one.sex, "born_on": one.born_on}
    return known | answers(condition_of(facts))
