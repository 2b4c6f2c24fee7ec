"""What to try out: which families, which day, which parameters."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.policies.rules.parameters import Bundle, ParameterFault
from doudi.policies.rules.registry import about, kinds_of, rule_for
from doudi.policies.rules.saying import title
from doudi.policies.rules.scenarios import Change, Scenario, checked, written_value
from doudi.policies.rules.simulation import simulated_programmes
from doudi.policies.rules.simulation_words import SCENARIOS, value_text
from doudi.supervision.guards import MOST_HOUSEHOLDS
from doudi.supervision.states import Source

ROWS = 4
MOST_TITLE = 80
CODES = ("a", "b")


def parameter_choices(bundle: Bundle, on: date) -> list[tuple[str, Any]]:
    """The parameters in force that the simulated programmes read, under each programme."""
    seen: set[str] = set()
    found: list[tuple[str, Any]] = [("", "—")]
    for code in simulated_programmes():
        file = rule_for(code, on)
        names = kinds_of(file) if file else {}
        keys = {name.removesuffix(".num").removesuffix(".den") for name in names}
        mine = [(key, _label(bundle, key)) for key in sorted(keys - seen) if key in bundle.values]
        seen |= keys
        if mine:
            found.append((about(code).title, mine))
    return found


def _label(bundle: Bundle, key: str) -> str:
    one = bundle.values[key]
    return f"{title(key).text}（{value_text(one['value'])}，{one['from']} 起）"[:90]


def written_in(given: Sequence[str], bundle: Bundle, on: date) -> dict[str, str]:
    """What `KEY` or `KEY=VALUE` of an address fill in, and a name for the trial; a key that
    nobody can choose fills in nothing."""
    known = {key for _group, rows in parameter_choices(bundle, on)[1:] for key, _label in rows}
    pairs = [text.partition("=")[::2] for text in given]
    chosen = {key: value for key, value in pairs if key in known}
    found: dict[str, str] = {}
    for row, (key, value) in enumerate(list(chosen.items())[:ROWS]):
        found |= {f"{CODES[0]}_key_{row}": key, f"{CODES[0]}_value_{row}": value}
    if chosen:
        found["title"] = "、".join(title(key).text for key in chosen)[:MOST_TITLE]
    return found


class SimulateForm(forms.Form):
    """`bundle` is what is in force at the place on the day; changes are laid over it."""

    title = forms.CharField(label=_("名称"), max_length=MOST_TITLE)
    place = forms.ChoiceField(label=_("地方"))
    source = forms.ChoiceField(
        label=_("用哪些家庭"), choices=Source.choices, widget=forms.RadioSelect,
        initial=Source.PUBLISHED,
    )  # fmt: skip
    households = forms.IntegerField(
        label=_("合成城市的户数"), min_value=100, max_value=MOST_HOUSEHOLDS, initial=20_000
    )
    seed = forms.IntegerField(
        label=_("合成城市的编号"), min_value=0, max_value=1_000_000, initial=1,
        help_text=_("户数和编号相同，造出的家庭就相同。"),
    )  # fmt: skip
    on = forms.DateField(
        label=_("按哪一天的现行参数"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        *given: Any,
        places: Sequence[tuple[str, str]],
        bundle: Bundle,
        day: date,
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        self.bundle = bundle
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        choices = parameter_choices(bundle, day)
        for code in CODES:
            for row in range(ROWS):
                self.fields[f"{code}_key_{row}"] = forms.ChoiceField(
                    label=_("参数 %(n)d") % {"n": row + 1}, choices=choices, required=False
                )
                self.fields[f"{code}_value_{row}"] = forms.CharField(
                    label=_("改为 %(n)d") % {"n": row + 1}, max_length=200, required=False
                )

    def scenario_rows(self) -> list[tuple[str, list[tuple[Any, Any]]]]:
        """The pairs of fields under each scenario, for the template."""
        return [
            (SCENARIOS[code],
             [(self[f"{code}_key_{row}"], self[f"{code}_value_{row}"]) for row in range(ROWS)])
            for code in CODES
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        found = [Scenario(code, tuple(self._changes(code, data))) for code in CODES]
        kept = [one for one in found if one.changes or one.code == "a"]
        if not self.errors and not any(one.changes for one in kept):
            self.add_error("a_key_0", _("请至少选一个参数并写明改为多少。"))
        data["scenarios"] = kept
        return data

    def _changes(self, code: str, data: Mapping[str, Any]) -> list[Change]:
        found: list[Change] = []
        for row in range(ROWS):
            key, text = data.get(f"{code}_key_{row}"), data.get(f"{code}_value_{row}")
            if not key and not text:
                continue
            try:
                found.append(self._change(key or "", text or "", found))
            except ParameterFault as fault:
                # it stands beside the field: the key need not be named
                self.add_error(f"{code}_value_{row}", str(fault).removeprefix(f"{key}："))
        return found

    def _change(self, key: str, text: str, before: Sequence[Change]) -> Change:
        if not key or not text:
            raise ParameterFault(_("参数和数值要一起填。"))
        if any(one.key == key for one in before):
            raise ParameterFault(_("同一个方案里，一个参数只能改一次。"))
        return checked(Change(key, written_value(key, text, self.bundle.value(key))))


class PurposeForm(forms.Form):
    """Why somebody takes the numbers out."""

    purpose = forms.CharField(
        label=_("用途"), max_length=200, help_text=_("会记入留痕，并写在文件开头。不写姓名和号码。")
    )
