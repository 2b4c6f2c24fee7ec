"""What each form leaves in the trail, and how often it stands there for one case."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from uuid import UUID

from tests.chaos.browser import Sent

Effect = tuple[str, str]  # noun and verb of the trail
APPLICATION = {
    "start": "start", "condition": "change_member", "member": "add_member",
    "item": "declare_item", "account": "set_account", "sign": "signed", "submit": "submit",
    "take_in": "take_in", "accept": "accept", "unit": "confirm_unit",
}  # fmt: skip
EFFECTS: dict[str, Effect] = {
    **{what: ("application", verb) for what, verb in APPLICATION.items()},
    "ask": ("check", "request"),
    "check_start": ("check", "start"),
    "check_source": ("check", "record_answer"),
    "check_report": ("check", "report"),
    "plan": ("visit_plan", "plan"),
    "visit_start": ("visit", "start"),
    "visit_answer": ("visit", "record"),
    "visit_photo": ("visit", "add_evidence"),
    "visit_signature": ("visit", "add_evidence"),
    "visit_finish": ("visit", "finish"),
    "assess": ("request", "assess"),
    "opinion": ("request", "give_opinion"),
    "prepare": ("posting", "prepare"),
    "hang": ("posting", "hang"),
    "take_down": ("posting", "take_down"),
    "propose": ("decision", "propose"),
    "decide": ("decision", "decide"),
    "serve": ("letter", "serve"),
    **{what: ("run", what) for what in ("draft", "approve", "make_file", "send", "settle")},
}


def differences(done: Iterable[Sent]) -> tuple[list[str], list[str]]:
    """Effects that are missing and effects too many, for forms that were carried out."""
    cases: dict[str, list[Sent]] = defaultdict(list)
    for one in done:
        cases[one.case].append(one)
    missing: list[str] = []
    twice: list[str] = []
    for case, sent in sorted(cases.items()):
        wanted = Counter(EFFECTS[one.what] for one in sent)
        found = _found(sent)
        for effect in wanted | found:
            words = f"{case} {'.'.join(effect)}: {found[effect]} for {wanted[effect]}"
            missing += [words] * (wanted[effect] - found[effect])
            twice += [words] * (found[effect] - wanted[effect])
    return missing, twice


def _found(sent: list[Sent]) -> Counter[Effect]:
    """Entries of the trail about this case that forms leave."""
    begun = next((one for one in sent if one.what in {"start", "draft"}), None)
    return found_for(begun.what, begun.location) if begun else Counter()


def found_for(what: str, location: str) -> Counter[Effect]:
    """By the form that began the case or the run, and the address that it led to."""
    from doudi.audit.models import Entry

    found: Counter[Effect] = Counter()
    known = set(EFFECTS.values())
    for noun, keys in _keys(what, location).items():
        rows = Entry.objects.filter(noun=noun, key__in=keys)
        found.update((noun, verb) for verb in rows.values_list("verb", flat=True))
    return Counter({effect: n for effect, n in found.items() if effect in known})


def _keys(what: str, location: str) -> dict[str, list[str]]:
    """The keys under which the trail knows what belongs to the case: noun → keys."""
    from doudi.applications.models import Application
    from doudi.payments.models import Run

    key = UUID(location.split("/")[3 if what == "draft" else 2])
    if what == "draft":
        return {"run": [str(pk) for pk in Run.objects.filter(key=key).values_list("pk", flat=True)]}
    return _of_case(Application.objects.get(key=key))


def _of_case(application) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    from doudi.applications.models import Request
    from doudi.decisions.models import Decision, Letter, Posting
    from doudi.verification.models import Check
    from doudi.visits.models import Plan, Visit

    home = application.household_id
    requests = Request.objects.filter(application=application)
    decisions = Decision.objects.filter(request__in=requests)
    plans = Plan.objects.filter(household=home)
    rows = {
        "application": [application],
        "check": Check.objects.filter(household=home),
        "visit_plan": plans,
        "visit": Visit.objects.filter(plan__in=plans),
        "request": requests,
        "posting": Posting.objects.filter(lines__request__in=requests).distinct(),
        "decision": decisions,
        "letter": Letter.objects.filter(decision__in=decisions),
    }
    return {noun: [str(row.pk) for row in found] for noun, found in rows.items()}
