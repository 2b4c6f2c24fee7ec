"""The restore drill can fail: what it looks for is seen when it was laid there."""

import pytest
from django.db.models import Count

from doudi.audit import actions
from doudi.files.models import File
from doudi.files.queries import path_of
from tests.factories.trail import AT, by_hand, settle
from tests.faults import restored
from tests.faults.staged import world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def platform(settings, tmp_path):
    settings.DOUDI_FILES, settings.DOUDI_ANCHORS = tmp_path / "files", tmp_path / "anchors.jsonl"
    world()
    settle()
    actions.seal(at=AT)


def test_a_lost_file_another_file_and_a_changed_entry_are_each_seen(platform):
    assert restored.look().wrong == []
    alone = File.objects.values("stored").annotate(files=Count("pk")).filter(files=1)
    lost, other = File.objects.filter(stored__in=alone.values("stored")).order_by("pk")[:2]
    content = path_of(lost.stored).read_bytes()
    path_of(lost.stored).unlink()
    assert restored.look().wrong == [f"file {lost.pk}"]
    path_of(lost.stored).write_bytes(path_of(other.stored).read_bytes())
    assert restored.look().wrong == [f"file {lost.pk}"]
    path_of(lost.stored).write_bytes(content)
    by_hand("UPDATE audit_entry SET key = '99' WHERE id = (SELECT min(id) FROM audit_entry)")
    assert restored.look().wrong == ["entry_changed"]


def test_a_case_goes_on_and_one_that_cannot_is_said(platform):
    assert restored.carry_on() == []
    assert restored.carry_on() == ["no case waits"]
