"""Loads the first town: families in every state, their past built by calling actions; then the
rest of the district, while the first town is already served.

Every action gets the day on which it would have happened; the last days lie before today.
"""

import os
import time
from collections.abc import Callable
from datetime import date, timedelta

from demo import story as stations
from demo.families import FAMILIES
from demo.money import pay
from demo.spot import make_keys
from demo.staff import Staff, hire
from demo.story import Story
from doudi.accounts.models import User
from doudi.applications.tasks import pick_up_now as pick_up_applications
from doudi.awards.tasks import pick_up_now as pick_up_awards
from doudi.cli.marks import note_loaded
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.common.workdays import add_workdays
from doudi.decisions.models import Decision
from doudi.decisions.states import Outcome


def main() -> None:
    """Loads once; a second call finds the officers and goes on with what is missing."""
    from demo.district import load_rest, wanted
    from demo.turns import TURNS, turn

    if not User.objects.filter(username="cunwei").exists():
        turn(load(clock.today()), clock.today())
    note_loaded()
    print("ready", flush=True)
    os.nice(10)  # whoever looks at the pages comes first
    load_rest(len(FAMILIES) + len(TURNS), wanted())


def load(today: date) -> Staff:
    """The told families, up to a month's settled run."""
    since = today - timedelta(days=400)
    staff = hire(since, beijing(since))
    make_keys(today)
    by_name = {
        family.members[0].name: Story(family, staff, serial, today)
        for serial, family in enumerate(FAMILIES, start=1)
    }
    told = by_name.__getitem__
    _begun(told("向阳"), told("汤秋菊"), told("石美玲"), today)
    _to_visit(told("熊连喜"), today)
    _to_check(told("罗小平"), today)
    _to_assess(told("丁满秀"), today)
    _hanging([told("彭桂生"), told("胡冬梅")], today)
    _to_propose(told("郭敏"), today)
    _to_decide(told("夏春明"), today)
    _refused(told("欧阳春花"), today)
    _to_serve(told("周福全"), today)
    _paid([told("刘桂英"), told("曾水生")], staff, today)
    return staff


def back(story: Story, today: date, workdays: int) -> Story:
    """Sets the story's first day so many working days before today."""
    day = today - timedelta(days=workdays * 2 + 14)
    while _workdays(day, today) > workdays:
        day += timedelta(days=1)
    story.day = day
    return story


def _workdays(day: date, today: date) -> int:
    count = 0
    while day < today:
        day, count = add_workdays(day, 1), count + 1
    return count


def to_opinion(story: Story, silent: tuple[str, ...] = ()) -> Story:
    story.start().submit().take_in().accept().ask().visit().check(silent)
    return story.give_opinion()


def _decided(stories: list[Story], today: date, workdays: int) -> None:
    """All on one sheet, then decided one by one."""
    for story in stories:
        to_opinion(back(story, today, workdays))
    granted = [story for story in stories if story.granted]
    if granted:
        stations.post(granted)
    for story in stories:
        stations.decide(story, stations.propose(story))
    pick_up_granted()


def pick_up_granted() -> None:
    """Until each granted decision has become an award."""
    granted = Decision.objects.filter(outcome=Outcome.GRANTED, decided_at__isnull=False)
    pick_up_until(lambda: not granted.filter(award__isnull=True).exists())


def pick_up_until(done: Callable[[], bool]) -> None:
    """What a worker does within a second. Readers never pass the oldest open transaction of the
    server, so on a shared one they may have to wait for somebody else's."""
    for _ in range(240):
        pick_up_applications()
        pick_up_awards()
        if done():
            return
        time.sleep(0.5)
    raise TimeoutError("an old open transaction on this server holds the journal's readers back")


def _paid(stories: list[Story], staff: Staff, today: date) -> None:
    _decided(stories, today, 42)
    for story in stories:
        stations.serve(story)
    pay(staff, today)


def _to_serve(story: Story, today: date) -> None:
    _decided([story], today, 18)


def _refused(story: Story, today: date) -> None:
    _decided([story], today, 19)
    stations.serve(story)


def _to_decide(story: Story, today: date) -> None:
    _to_propose(story, today)
    stations.propose(story)


def _to_propose(story: Story, today: date) -> None:
    to_opinion(back(story, today, 17))
    if story.granted:
        stations.post([story])


def _hanging(stories: list[Story], today: date) -> None:
    for story in stories:
        to_opinion(back(story, today, 10))
    stations.post(stories, down=False)


def _to_assess(story: Story, today: date) -> None:
    """One bank kept silent: its balance stays unknown."""
    back(story, today, 8).start().submit().take_in().accept().ask().visit().check(("bank",))


def _to_check(story: Story, today: date) -> None:
    back(story, today, 6).start().submit().take_in().accept().ask().visit()


def _to_visit(story: Story, today: date) -> None:
    back(story, today, 3).start().submit().take_in().accept().ask()


def _begun(draft: Story, submitted: Story, accepted: Story, today: date) -> None:
    back(accepted, today, 2).start().submit().take_in().accept()
    back(submitted, today, 1).start().submit()
    back(draft, today, 0).start()
