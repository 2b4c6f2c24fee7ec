"""What stops, resumes or lengthens the time limit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.applications.states import ClockKind
from doudi.policies.rules.flows import Ground


class ClockForm(forms.Form):
    """`grounds`: those of the place's flow; a ground lengthens or stops, never both."""

    kind = forms.ChoiceField(label=_("做什么"), choices=ClockKind.choices)
    code = forms.ChoiceField(label=_("法定理由"))
    on = forms.DateField(
        label=_("从哪天起"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("具体情况"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, grounds: list[Ground], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stops = [(one.code, one.label) for one in grounds if one.most_workdays is not None]
        longer = [(one.code, one.label) for one in grounds if one.most_workdays is None]
        groups = [(_("中止、恢复计时"), _once(stops)), (_("延长时限"), _once(longer))]
        self.fields["code"].choices = groups  # type: ignore[attr-defined]


def _once(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict(pairs).items())
