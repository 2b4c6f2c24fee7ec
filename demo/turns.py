"""Families in the middle of a turn: an objection, a review, a promise, a hearing, nobody seen."""

from datetime import date, timedelta

from demo import story as stations
from demo.families import WATERFRONT, Family, Income, Someone, number_of, self_
from demo.load import back, pick_up_granted, to_opinion
from demo.pictures import signature
from demo.staff import Staff
from demo.story import Story
from doudi.applications.actions import awaiting
from doudi.awards.actions import changes
from doudi.awards.models import Award
from doudi.awards.rules.checkins import last_quarter
from doudi.awards.tasks import open_misses
from doudi.common.clock import beijing
from doudi.common.workdays import add_workdays
from doudi.decisions.actions import objections, reviews
from doudi.decisions.states import ComplaintWay
from doudi.people.actions.kin import Named, file_kin
from doudi.people.queries import members

FIRST_SERIAL = 15  # after the told families
QUARTER_MONTHS = 3


def family(number: int, *people: Someone, income: tuple[Income, ...] = ()) -> Family:
    return Family(
        WATERFRONT, f"13800010{number:03d}", people, income, account=f"6217990000000010{number:03d}"
    )


OBJECTED = family(
    15, self_("蒋桃花", date(1961, 4, 2)), income=(Income(0, "resident_pension", 123),)
)
REFUSED = family(16, self_("龚建平", date(1970, 3, 9), "M"), income=(Income(0, "wage", 2700),))
PROMISED = family(
    17, self_("曾月娥", date(1976, 8, 21), illness="major"),
    Someone("汪子轩", "child", date(2012, 1, 15), "M", student="compulsory"),
    income=(Income(0, "wage", 400),),
)  # fmt: skip
CHANGED = family(
    18, self_("万金秀", date(1964, 6, 18)),
    Someone("熊小燕", "child", date(2005, 12, 3), "F", student="undergraduate"),
    income=(Income(0, "farming", 1200, "year"),),
)  # fmt: skip
UNSEEN = family(
    19, self_("卢德胜", date(1950, 10, 5), "M"), income=(Income(0, "resident_pension", 123),)
)
TURNS = (OBJECTED, REFUSED, PROMISED, CHANGED, UNSEEN)


def turn(staff: Staff, today: date) -> None:
    told = {
        one.members[0].name: Story(one, staff, serial, today)
        for serial, one in enumerate(TURNS, start=FIRST_SERIAL)
    }.__getitem__
    _objected(told("蒋桃花"), today)
    _asks_again(told("龚建平"), today)
    _promised(told("曾月娥"), today)
    _to_be_heard(told("万金秀"), today)
    _unseen(told("卢德胜"), today)
    _relatives(told("曾月娥"), today)


def _objected(story: Story, today: date) -> None:
    """A neighbour speaks while the sheet hangs; the town's leader has two working days."""
    sheet = stations.post([to_opinion(back(story, today, 10))], down=False)
    sheet.refresh_from_db()
    objections.note_objection(
        line=sheet.lines.get(), raised_on=story.day, way=ComplaintWay.COUNTER,
        text="她儿子每个月都从长沙寄钱回来，请再查一查。",
        by=story.staff.village, at=story.at(17),
    )  # fmt: skip


def _asks_again(story: Story, today: date) -> None:
    """Refused; asks by telephone for a review, which somebody without a hand in it answers."""
    _decided(story, today, 19)
    stations.serve(story)
    reviews.ask_review(
        decision=story.request.decisions.get(), text="厂里上个月已经停工，工资发不到这么多。",
        way=ComplaintWay.PHONE, asked_by=story.application.applicant,
        by=story.staff.others["rexian"], at=story.at(16),
    )  # fmt: skip


def _decided(story: Story, today: date, workdays: int) -> None:
    to_opinion(back(story, today, workdays))
    if story.granted:
        stations.post([story])
    stations.decide(story, stations.propose(story))
    pick_up_granted()


def _promised(story: Story, today: date) -> None:
    """Accepted with two papers to follow, against a signed promise."""
    back(story, today, 2).start().submit().take_in()
    application = story.application
    awaiting.name_items(
        application=application, codes=["income_paper", "medical_bills"],
        by=story.staff.acceptor, at=story.at(13),
    )  # fmt: skip
    awaiting.sign_promise(
        application=application, person=application.applicant, signature=signature(story.serial),
        by=story.staff.acceptor, at=story.at(13, 30),
    )  # fmt: skip
    story.accept()


def _to_be_heard(story: Story, today: date) -> None:
    """The daughter found work: less is due, and the family has been asked what it thinks."""
    _decided(story, today.replace(day=1), 18)
    stations.serve(story)
    award = Award.objects.select_related("place", "household").get(
        household=story.application.household
    )
    daughter = members(award.household, today)[1].person
    day = add_workdays(max(today - timedelta(days=7), story.day), 1)
    by = story.staff.acceptor
    change = changes.report(
        award=award, reason="employment", person=daughter, event_on=day, by=by, at=beijing(day, 9),
        text="女儿毕业了，在镇上的家具厂上班。",
    )  # fmt: skip
    changes.confirm(change=change, event_on=day, person=daughter, by=by, at=beijing(day, 14))
    changes.state_found(
        change=change, attribute="income.wage", person=daughter, source="用人单位",
        value={"code": "wage", "amount_fen": 480_000}, as_of=day, by=by, at=beijing(day, 14, 30),
    )  # fmt: skip
    changes.assess(change=change, by=by, at=beijing(day, 15))
    changes.ask_view(
        change=change, told="按女儿现在的工资测算，从下月起每月的钱会减少。您家里怎么看？",
        by=by, at=beijing(day, 15, 30),
    )  # fmt: skip


def _unseen(story: Story, today: date) -> None:
    """On aid for the whole last quarter, and nobody saw the family: somebody is to go there."""
    _decided(story, last_quarter(today, QUARTER_MONTHS), 18)
    stations.serve(story)
    open_misses()


def _relatives(story: Story, today: date) -> None:
    """The village's officer is a brother of one who applied: the county has to visit there."""
    sister = story.family.members[0]
    file_kin(
        relatives=[
            Named("sibling", sister.name, number_of(sister, story.serial * 10)),
            Named("spouse", "刘素珍"),
        ],
        by=story.staff.village, at=story.at(17),
    )  # fmt: skip
