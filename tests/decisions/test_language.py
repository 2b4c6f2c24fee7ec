"""An officer reads English; what is stored, sent and printed stays Chinese."""

import json
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.utils import translation

from doudi.applications.actions.messages import tell
from doudi.applications.rules import messages as texts
from doudi.cli.catalogue import compile_catalogue
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.messaging.models import Message
from doudi.messaging.queries import text_of
from tests.factories import applications as asked
from tests.factories import awards, decisions, payments

ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,}|\d (?:Sep|Oct|Nov)\b")
# A code of the parameter files: how sure a value is.
STANDING = re.compile(r"read in a mirror")
TEXT = {"CharField", "TextField", "JSONField"}


@pytest.fixture
def english(db) -> Iterator[None]:
    """As the middleware does for somebody who chose English."""
    compile_catalogue()
    with translation.override("en"):
        yield


def stored() -> Iterator[tuple[str, str]]:
    """(table and column, text) of everything that our tables hold."""
    for model in apps.get_models():
        if not model.__module__.startswith("doudi."):
            continue
        for field in model._meta.concrete_fields:
            if field.get_internal_type() in TEXT:
                for value in model.objects.values_list(field.attname, flat=True):
                    text = value if isinstance(value, str) else json.dumps(value)
                    yield f"{model.__name__}.{field.attname}", text


def test_whoever_acts_in_english_stores_no_english(english):
    asked.with_items("income_paper")
    awards.granted()
    payments.bare_award()
    payments.sent(payments.Desk())
    found = [
        (where, text) for where, text in stored() if ENGLISH.search(STANDING.sub("", text or ""))
    ]
    assert not found, found[:20]


def test_a_message_sent_by_an_english_reader_is_chinese(english):
    case = decisions.accepted()
    tell(case.request.application, texts.SUBMITTED.code, System("test"), beijing(decisions.ASKED))
    sent = list(Message.objects.filter(template=texts.SUBMITTED.code))
    assert sent
    assert all(not ENGLISH.search(str(one.values)) for one in sent)
    assert all(not re.search("[a-z]{3}", text_of(one)) for one in sent)
