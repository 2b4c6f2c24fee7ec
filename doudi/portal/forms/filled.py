"""What the self-assessment left out: names and numbers, and the house number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from doudi.applications.actions.members import Typed
from doudi.applications.forms.fields import NameField, NumberField
from doudi.applications.forms.people import AddressForm
from doudi.applications.rules.filling import FilledMember


class NamesForm(AddressForm):
    """A name for every member of the answers; the number may come later."""

    def __init__(
        self, *args: Any, people: Sequence[FilledMember], titles: Sequence[str], **kwargs: Any
    ) -> None:
        self.people, self.titles = people, titles
        super().__init__(*args, **kwargs)
        for index in range(len(people)):
            name = NameField()
            name.error_messages["required"] = _("请填写姓名。")
            self.fields[f"name-{index}"] = name
            number = NumberField(required=False, help_text=_("可以不填，后面再补。"))
            self.fields[f"number-{index}"] = number

    def parts(self) -> list[tuple[str, tuple[BoundField, BoundField]]]:
        return [
            (title, (self[f"name-{index}"], self[f"number-{index}"]))
            for index, title in enumerate(self.titles)
        ]

    def typed(self) -> list[Typed]:
        data = self.cleaned_data
        return [
            Typed(
                name=data[f"name-{index}"],
                relation=one.relation,
                number=data[f"number-{index}"],
                sex=one.sex,
                condition=one.condition,
            )
            for index, one in enumerate(self.people)
        ]
