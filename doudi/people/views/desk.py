"""What officers write down about a family: numbers, wishes, excuses, who stands in for whom."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.common import clock
from doudi.common.refusals import Refusal
from doudi.people import guards
from doudi.people.actions import contacts, excuses, representations, wishes
from doudi.people.forms import ExcuseForm, PhoneForm, RepresentationForm, WishForm, wish_start
from doudi.people.models import Household, Person, Representation, SignatureExcuse
from doudi.people.queries import members
from doudi.people.queries.contacts import recorded_ending
from doudi.people.queries.family import excuse_lines, offices_near, stand_in_lines
from doudi.people.queries.telling import wish_of
from doudi.ui.access import for_officer


@for_officer(*guards.RECORDERS)
@never_cache
def record_phone(request: HttpRequest, key: UUID) -> HttpResponse:
    household, by, on = _asked(request, key)
    guards.check_can_record_phone(by, household, on)
    family = members(household, on)
    form = PhoneForm(request.POST or None, people=_names(family))
    if request.method == "POST" and form.is_valid():
        try:
            contacts.record_phone(
                household=household,
                person=Person.objects.get(pk=form.cleaned_data["person"]),
                phone=form.cleaned_data["phone"],
                by=by,
                at=clock.now(),
            )
        except Refusal as refusal:
            _beside(form, refusal, "phone")
        else:
            messages.success(request, _("已登记。本人用这个号码登录后，就能看到全部内容。"))
            return redirect("people_phone", key)
    known = [(one.name, recorded_ending(one.person)) for one in family]
    return render(request, "people/phone.html", {"form": form, "known": known})


@for_officer(*guards.LISTENERS)
@never_cache
def record_wish(request: HttpRequest, key: UUID) -> HttpResponse:
    household, by, on = _asked(request, key)
    family = members(household, on)
    guards.check_can_wish(by, household, family[0].person if family else Person(), on)
    people = _names(family)
    start = wish_start(wish_of(family[0].person), family[0].person.pk) if family else {}
    form = WishForm(request.POST or None, initial=start, people=people, helpers=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            wishes.record_wish(
                household=household, person=_person(data["person"]), way=data["way"],
                hours=data["hours"], language=data["language"], needs=data["needs"],
                helper=_person(data["helper"]), by=by, at=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            _beside(form, refusal, "way")
        else:
            messages.success(request, _("已登记。以后按这个方式告诉他。"))
            return redirect("people_wishes", key)
    known = [(one.name, wish_of(one.person)) for one in family]
    return render(request, "people/wishes.html", {"form": form, "known": known})


@for_officer(*guards.EXCUSERS)
@never_cache
def excuse(request: HttpRequest, key: UUID) -> HttpResponse:
    household, by, on = _asked(request, key)
    guards.check_can_excuse(by, household, on)
    people = _names([one for one in members(household, on) if one.is_adult])
    form = ExcuseForm(request.POST or None, request.FILES or None, people=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            excuses.excuse(
                household=household, person=_person(data["person"]) or Person(),
                ground=data["ground"], reason=data["reason"], paper=_content(data["paper"]),
                by=by, at=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            _beside(form, refusal, "person")
        else:
            messages.success(request, _("已登记。这位成员不用签名，也看不到这件事。"))
            return redirect("people_excuses", key)
    context = {"form": form, "lines": excuse_lines(household, on), "key": key}
    return render(request, "people/excuses.html", context)


@for_officer(*guards.EXCUSERS)
@require_POST
def end_excuse(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    household, by, on = _asked(request, key)
    found = get_object_or_404(SignatureExcuse, pk=pk, household=household)
    excuses.end_excuse(excuse=found, by=by, at=clock.now())
    messages.success(request, _("已结束。需要请这位成员签名。"))
    return redirect("people_excuses", key)


@for_officer(*guards.REGISTRARS)
@never_cache
def represent(request: HttpRequest, key: UUID) -> HttpResponse:
    household, by, on = _asked(request, key)
    guards.check_can_register(by, household, on)
    form = RepresentationForm(
        request.POST or None,
        request.FILES or None,
        people=_names(members(household, on)),
        offices=offices_near(household, on),
        on=on,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _represent(form.cleaned_data, by)
        except Refusal as refusal:
            _beside(form, refusal, "by_person")
        else:
            messages.success(request, _("已登记。"))
            return redirect("people_representations", key)
    context = {"form": form, "lines": stand_in_lines(household, on), "key": key}
    return render(request, "people/representations.html", context)


def _represent(data: dict[str, Any], by: Any) -> None:
    representations.represent(
        person=_person(data["person"]) or Person(), kind=data["kind"],
        by_person=_person(data["by_person"]), by_number=data["number"], by_name=data["name"],
        by_office=data["by_office"], ground=data["ground"], paper=_content(data["paper"]),
        valid_from=data["valid_from"], valid_until=data["valid_until"], by=by, at=clock.now(),
    )  # fmt: skip


@for_officer(*guards.REGISTRARS)
@require_POST
def end_representation(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    household, by, on = _asked(request, key)
    ids = [one.person.pk for one in members(household, on)]
    found = get_object_or_404(Representation, pk=pk, person_id__in=ids)
    representations.end(representation=found, by=by, at=clock.now())
    messages.success(request, _("已结束。"))
    return redirect("people_representations", key)


def _asked(request: HttpRequest, key: UUID) -> tuple[Household, Any, Any]:
    household = get_object_or_404(Household.objects.select_related("place"), key=key)
    return household, request.officer, clock.today()  # type: ignore[attr-defined]


def _names(family: Any) -> list[tuple[int, str]]:
    return [(one.person.pk, one.name) for one in family]


def _person(text: str) -> Person | None:
    return Person.objects.get(pk=text) if text else None


def _content(upload: Any) -> bytes | None:
    return upload.read() if upload else None


def _beside(form: Form, refusal: Refusal, field: str) -> None:
    named = refusal.field if refusal.field in form.fields else field
    form.add_error(named, refusal.sentence)
