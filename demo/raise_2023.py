"""Ziyang on 3 April 2023, before its real raise: 4,600 → 5,016 yuan a year in the country,
600 → 650 yuan a month in town, from January. Three months are paid by the old standards.

The families are made up. What shipped as ended on the day of the raise is made the district's own
value without an end, as it knew it then; so the raise is still to be proposed.
"""

from datetime import date, timedelta

from demo import story as stations
from demo.families import WATERFRONT, Family, Income, Someone, number_of, self_
from demo.load import pick_up_granted, pick_up_until, to_opinion
from demo.money import pay
from demo.spot import make_keys
from demo.staff import Staff, hire
from demo.story import Story
from doudi.accounts.models import User
from doudi.awards.actions import applying, changes, members
from doudi.awards.models import Award, Change
from doudi.awards.queries.changes import due_turns, matter_of
from doudi.awards.states import ChangeState
from doudi.awards.tasks import PICK_UP
from doudi.cli.marks import shift_clock
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.decisions.actions import deciding, matters
from doudi.decisions.states import HearingWay
from doudi.payments.tasks import pick_up_now as pick_up_payments
from doudi.policies.actions import check_value, propose_value
from doudi.policies.models import ParameterValue
from doudi.policies.rules.parameters import shipped_values

OPENED = date(2022, 6, 1)
ASKED = date(2022, 11, 28)
RAISED_FROM = date(2023, 1, 1)
MONTHS = tuple(date(2023, month, 1) for month in (1, 2, 3))
TODAY = beijing(date(2023, 4, 3), 9)  # a Monday before the cut-off of April's run
PLACE = "430902"
ANOTHER = (
    "这个文件夹里是另一段演示，请另选一个：DOUDI_DATA=.data/2023 doudi demo raise-2023 · "
    "This folder holds another demo; choose one of its own."
)


def _family(
    serial: int, *people: Someone, income: tuple[Income, ...] = (), registration: str = "rural"
) -> Family:
    return Family(
        WATERFRONT, f"138000120{serial:02d}", people, income, registration,
        account=f"62179900000000120{serial:02d}",
    )  # fmt: skip


ALONE = _family(1, self_("谭福生", date(1972, 3, 18), "M", illness="major"))
IN_TOWN = _family(
    2, self_("涂秋香", date(1969, 9, 2), illness="major"),
    income=(Income(0, "pension", 150),), registration="urban",
)  # fmt: skip
WITH_INCOME = _family(
    3, self_("邓桂莲", date(1956, 5, 11)), Someone("肖国良", "spouse", date(1955, 1, 30), "M"),
    income=(Income(1, "pension", 500),),
)  # fmt: skip
GROWN = _family(
    4, self_("贺春花", date(1991, 4, 25), illness="major"),
    Someone("贺小军", "child", date(2014, 7, 7), "M", student="compulsory"),
    income=(Income(0, "wage", 300),),
)  # fmt: skip
BABY = Someone("贺小雪", "child", date(2023, 2, 2), "F")
LEFT = _family(
    5, self_("詹满堂", date(1970, 12, 9), "M", illness="major"),
    income=(Income(0, "farming", 1200, "year"),),
)  # fmt: skip
JUST_OVER = _family(
    6, self_("阳玉娥", date(1955, 8, 23)), Someone("晏守义", "spouse", date(1953, 2, 6), "M"),
    income=(Income(1, "pension", 800),),
)  # fmt: skip
ON_AID, FAMILIES = (ALONE, IN_TOWN, WITH_INCOME, GROWN, LEFT), 6


def main() -> None:
    """Loads once and sets the demo's clock; a second call leaves everything as it is."""
    if not User.objects.filter(username="cunwei").exists():
        shift_clock(TODAY - clock.now())
        load()
    elif not ParameterValue.objects.filter(place=PLACE, proposed_at__lt=beijing(ASKED)).exists():
        print(ANOTHER, flush=True)
    print("ready", flush=True)


def load() -> Staff:
    staff = hire(OPENED, beijing(OPENED))
    make_keys(MONTHS[-1])
    know_only_the_old(staff)
    on_aid = [Story(one, staff, serial, ASKED) for serial, one in enumerate(ON_AID, start=1)]
    _decided([*on_aid, Story(JUST_OVER, staff, FAMILIES, ASKED)])
    pay(staff, MONTHS[0])
    pay(staff, MONTHS[1])
    _a_child_is_born(on_aid[3])
    _leaves(on_aid[4])
    pay(staff, MONTHS[2])
    return staff


def know_only_the_old(staff: Staff) -> None:
    """The shipped values that end on the day of the raise, as the district's own, without end."""
    for one in shipped_values():
        if (one.place, one.until_on) == (PLACE, RAISED_FROM):
            value = propose_value(
                place=PLACE, key=one.key, value=one.value["amount_fen"],
                period=one.value["period"], from_on=one.from_on, until_on=None, basis=one.basis,
                standing=one.standing, by=staff.reviewer, at=beijing(OPENED, 10),
            )  # fmt: skip
            check_value(value=value, by=staff.decider, at=beijing(OPENED, 15))


def _decided(stories: list[Story]) -> None:
    for story in stories:
        to_opinion(story)
    stations.post([story for story in stories if story.granted])
    for story in stories:
        stations.decide(story, stations.propose(story))
    pick_up_granted()
    for story in stories:
        stations.serve(story)


def _a_child_is_born(story: Story) -> None:
    """Reported in February, so that three live on it from March."""
    change = _reported(story, "birth", BABY.born_on)
    by = story.staff.acceptor
    members.take_in(
        change=change, name=BABY.name, relation=BABY.relation, joined_on=BABY.born_on,
        number=number_of(BABY, story.serial * 10 + 5), by=by, at=story.at(10),
    )  # fmt: skip
    changes.assess(change=change, by=by, at=story.at(11))
    _change_decided(story, change, "raised", "家里添了一个孩子。")


def _leaves(story: Story) -> None:
    """Heard in February, and nothing more from March."""
    change = _reported(story, "own_request", date(2023, 2, 8))
    matters.hear(
        matter=matter_of(change), household=change.award.household, heard=change.award.holder,
        way=HearingWay.IN_PERSON, held_on=story.day, told="按您的要求，三月起不再发放。",
        said="儿子接我到长沙住，不用再发了。", by=story.staff.acceptor, at=story.at(11),
    )  # fmt: skip
    _change_decided(story, change, "ended", "本人要求退出，已当面核实。")
    for one in due_turns(MONTHS[2]):
        applying.turn(change=one, by=PICK_UP, at=beijing(MONTHS[2], 0, 5))


def _reported(story: Story, reason: str, day: date) -> Change:
    story.day = day + timedelta(days=1)
    award = Award.objects.select_related("place", "household").get(
        household=story.application.household
    )
    by = story.staff.acceptor
    change = changes.report(award=award, reason=reason, event_on=day, by=by, at=story.at(9))
    return changes.confirm(change=change, event_on=day, by=by, at=story.at(9, 30))


def _change_decided(story: Story, change: Change, outcome: str, reason: str) -> None:
    story.pass_workdays(1)
    decision = changes.propose(
        change=change, outcome=outcome, reason=reason, by=story.staff.reviewer, at=story.at(9)
    )
    story.pass_workdays(1)
    deciding.decide(decision=decision, by=story.staff.decider, at=story.at(10))
    pick_up_until(lambda: Change.objects.filter(pk=change.pk, state=ChangeState.APPLIED).exists())
    pick_up_payments()
