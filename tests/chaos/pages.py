"""What a browser reads from a page: its forms with what stands in them, and its links."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

Fields = dict[str, str]


@dataclass
class Form:
    action: str
    fields: Fields = field(default_factory=dict)  # what would be sent as it stands
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # value, label
    texts: set[str] = field(default_factory=set)

    def filled(self, text: str = "", **given: str) -> Fields:
        """Every question answered: the first choice where none stands, `text` in empty fields."""
        made = dict(self.fields)
        for name, listed in self.choices.items():
            values = [value for value, _label in listed if value]
            if values and not made.get(name):
                made[name] = next((v for v in values if v in {"yes", "none"}), values[0])
        made |= {name: text for name in self.texts if text and not made.get(name)}
        return made | given

    def choice(self, name: str, label: str) -> str:
        """The value of the choice whose label begins so."""
        return next(value for value, text in self.choices[name] if text.startswith(label))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._option: tuple[str, bool] | None = None
        self._label = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "input" and name:
            _input(form, name, given)
        elif tag == "textarea" and name:
            form.fields.setdefault(name, "")
            form.texts.add(name)
        elif tag == "select":
            self._select = name
            form.choices[name] = []
        elif tag == "option" and self._select:
            self._end_option()
            self._option, self._label = (given.get("value", ""), "selected" in given), ""

    def handle_data(self, data: str) -> None:
        self._label += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"option", "select"}:
            self._end_option()
        if tag == "select":
            self._select = ""
        if tag == "form":
            self._form = None

    def _end_option(self) -> None:
        if self._option is None or self._form is None:
            return
        value, chosen = self._option
        self._form.choices[self._select].append((value, self._label.strip()))
        if chosen:
            self._form.fields[self._select] = value
        self._option = None


def _input(form: Form, name: str, given: dict[str, str]) -> None:
    kind, value = given.get("type", "text"), given.get("value", "")
    if kind == "radio":
        form.choices.setdefault(name, []).append((value, value))
    if kind in {"radio", "checkbox"}:
        if "checked" in given:
            form.fields[name] = value or "on"
    elif kind not in {"file", "submit"}:
        form.fields[name] = value
        if kind in {"text", "number"}:
            form.texts.add(name)


@dataclass(frozen=True)
class Page:
    status: int
    location: str
    text: str

    def form(self, action: str) -> Form:
        """The form whose address ends so, "" for the page's own; raises LookupError."""
        reader = _Reader()
        reader.feed(self.text)
        for form in reader.forms:
            if form.action == action or (action and form.action.endswith(action)):
                return form
        raise LookupError(f"no form to {action} among {[form.action for form in reader.forms]}")

    def find(self, pattern: str) -> str:
        """The first match of the pattern's group in the page's source."""
        found = re.search(pattern, self.text)
        if found is None:
            raise LookupError(f"{pattern} is not on the page")
        return found.group(1)

    def find_all(self, pattern: str) -> list[str]:
        return list(dict.fromkeys(re.findall(pattern, self.text)))
