"""Where the families of the district stand: each station from draft to paid, and beside the way.

A station is told up to today; none of them waits for the worker, so each fits one transaction.
"""

from collections.abc import Callable
from datetime import date

from demo import story as told
from demo.load import back, to_opinion
from demo.pictures import signature
from demo.story import Story
from doudi.applications.actions import applications, awaiting, returning
from doudi.applications.states import SendBackReason, SentTo
from doudi.decisions.actions import objections, reviews
from doudi.decisions.states import ComplaintWay

LATE = 34  # working days since the application: past every limit


def _accepted(story: Story, today: date, workdays: int) -> Story:
    return back(story, today, workdays).start().submit().take_in().accept()


def _draft(story: Story, today: date) -> None:
    back(story, today, 1 + story.serial % 5).start()


def _submitted(story: Story, today: date) -> None:
    back(story, today, 1 + story.serial % 3).start().submit()


def _taken_in(story: Story, today: date) -> None:
    back(story, today, 2 + story.serial % 4).start().submit().take_in()


def _just_accepted(story: Story, today: date) -> None:
    _accepted(story, today, 2 + story.serial % 3)


def _to_visit(story: Story, today: date) -> None:
    _accepted(story, today, 3 + story.serial % 3).ask()


def _to_check(story: Story, today: date) -> None:
    _accepted(story, today, 6 + story.serial % 4).ask().visit()


def _to_assess(story: Story, today: date) -> None:
    silent = ("bank",) if story.serial % 2 else ()
    _accepted(story, today, 8 + story.serial % 4).ask().visit().check(silent)


def _hanging(story: Story, today: date) -> None:
    to_opinion(back(story, today, 9 + story.serial % 4))
    if story.granted:  # what is to be refused goes to the district without a sheet
        told.post([story], down=False)


def _to_propose(story: Story, today: date) -> None:
    to_opinion(back(story, today, 17 + story.serial % 6))
    if story.granted:
        told.post([story])


def _to_decide(story: Story, today: date) -> None:
    _to_propose(story, today)
    told.propose(story)


def _decided(story: Story, today: date) -> None:
    _to_propose(story, today)
    told.decide(story, told.propose(story))


def _served(story: Story, today: date) -> None:
    back(story, today, 19)
    _decided(story, today)
    told.serve(story)


def _on_aid(story: Story, today: date) -> None:
    """Granted before this month began, so that the month pays."""
    _served(story, today.replace(day=1))


def _withdrawn(story: Story, today: date) -> None:
    _accepted(story, today, 5 + story.serial % 9)
    assert story.citizen is not None
    applications.withdraw(application=story.application, by=story.citizen, at=story.at(16))


def _late(story: Story, today: date) -> None:
    """Nobody went on after the visit was planned."""
    _accepted(story, today, LATE + story.serial % 12).ask()


def _sent_back(story: Story, today: date) -> None:
    back(story, today, 3).start().submit().take_in()
    returning.send_back(
        application=story.application, to=SentTo.VILLAGE, reasons=[SendBackReason.values[0]],
        remark="请再问一问家里常住几口人。", by=story.staff.acceptor, at=story.at(15),
    )  # fmt: skip


def _promised(story: Story, today: date) -> None:
    back(story, today, 4).start().submit().take_in()
    application, by = story.application, story.staff.acceptor
    awaiting.name_items(
        application=application, codes=["income_paper", "medical_bills"], by=by, at=story.at(13)
    )
    awaiting.sign_promise(
        application=application, person=application.applicant, signature=signature(story.serial),
        by=by, at=story.at(13, 30),
    )  # fmt: skip
    story.accept()


def _objected(story: Story, today: date) -> None:
    to_opinion(back(story, today, 10))
    if not story.granted:
        return
    sheet = told.post([story], down=False)
    sheet.refresh_from_db()
    objections.note_objection(
        line=sheet.lines.get(), raised_on=story.day, way=ComplaintWay.COUNTER,
        text="听说他家在城里还有一套房，请查清楚。", by=story.staff.village, at=story.at(17),
    )  # fmt: skip


def _asks_again(story: Story, today: date) -> None:
    _served(story, today)
    reviews.ask_review(
        decision=story.request.decisions.get(), text="工资是去年的，今年没有这么多。",
        way=ComplaintWay.PHONE, asked_by=story.application.applicant,
        by=story.staff.others["rexian"], at=story.at(16),
    )  # fmt: skip


Station = Callable[[Story, date], None]
# station → how many of a round of families stand there
SHARES: dict[Station, int] = {
    _on_aid: 27, _served: 6, _decided: 4, _to_decide: 4, _to_propose: 5, _hanging: 5,
    _to_assess: 6, _to_check: 5, _to_visit: 6, _just_accepted: 4, _taken_in: 4, _submitted: 5,
    _draft: 4, _withdrawn: 4, _late: 4, _sent_back: 2, _promised: 2, _objected: 2, _asks_again: 2,
}  # fmt: skip
ROUND = tuple(station for station, share in SHARES.items() for _ in range(share))
_STEP = 37  # has no divisor in common with the round, so that neighbours differ


def station_of(number: int) -> Station:
    return ROUND[number * _STEP % len(ROUND)]


def is_poor(number: int) -> bool:
    """Who asks again was refused; of the others one in five lives on more than the standard."""
    station = station_of(number)
    if station is _asks_again:
        return False
    return station in {_on_aid, _objected} or number % 5 != 0
