"""Puts one more made-up family at a station of its way, for a journey that begins there.

Run as a program with the server's environment: `python -m tests.journeys.stage STATION [PLACE]`
writes `{"case", "phone", "name", "number", "household"}`. The past is built by calling actions.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import date, timedelta

import django

ZIYANG, CHANGZHOU = "430902106219", "320412104220"


def main(station: str, place: str = ZIYANG) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from doudi.common import clock

    sys.stdout.write(json.dumps(staged(station, place, clock.today()), ensure_ascii=False))


def staged(station: str, place: str, today: date) -> dict[str, str]:
    from demo.families import number_of
    from demo.story import Story

    family = family_of(station, place)
    serial = _serial()
    story = Story(family, _staff(place), serial, today)
    STATIONS[station](story, today)
    return {
        "case": str(story.key),
        "phone": family.phone,
        "name": family.members[0].name,
        "number": number_of(family.members[0], serial * 10),
        "household": str(story.application.household.key),
    }


def family_of(station: str, place: str):  # type: ignore[no-untyped-def]
    """A grandmother and her schoolchild; a refused family has too large a pension."""
    from demo.families import Family, Income, Someone, self_
    from doudi.applications.models import Application

    count = Application.objects.count() + 1
    surnames, given = "秦尤许何吕施张孔曹严华金魏陶姜", "玉兰秋月海棠春晓雪梅红霞爱莲"
    name = surnames[count % len(surnames)] + given[count % 13] + given[(count * 5) % 13]
    if station == "couple":
        return _couple(place, count, name)
    rich = station.startswith("refus")
    living = Income(0, "pension", 4200) if rich else Income(0, "resident_pension", 123)
    grandchild = Someone(name[0] + "小满", "grandchild", date(2015, 5, 21), "F", "compulsory")
    husband = Someone("卜长根", "spouse", date(1950, 8, 2), "M")
    return Family(
        place,
        f"1380003{count:04d}",
        (self_(name, date(1952, 4, 12)), husband if station == "kept" else grandchild),
        (living,),
        account=f"62179900000002{count:05d}",
    )


def _couple(place: str, count: int, name: str):  # type: ignore[no-untyped-def]
    """A grandmother, and her husband with a small pension, who bring up a grandchild."""
    from demo.families import Family, Income, Someone, self_

    return Family(
        place,
        f"1380003{count:04d}",
        (
            self_(name, date(1954, 3, 8)),
            Someone("何长根", "spouse", date(1951, 10, 2), "M"),
            Someone("何小满", "grandchild", date(2014, 5, 21), "F", student="compulsory"),
        ),
        (Income(1, "pension", 800),),
        account=f"62179900000002{count:05d}",
    )


def _serial() -> int:
    from doudi.people.models import Person

    return 100 + Person.objects.count() % 300


def _staff(place: str):  # type: ignore[no-untyped-def]
    from demo.staff import changzhou, known

    return changzhou(known()) if place == CHANGZHOU else known()


def _accepted(story, today: date):  # type: ignore[no-untyped-def]
    from demo.load import back

    back(story, today, 2).start().submit()
    if not story.family.village.startswith("3204"):
        story.take_in()
    return story.accept()


def _checked(story, today: date, workdays: int = 6):  # type: ignore[no-untyped-def]
    from demo.load import back

    back(story, today, workdays).start().submit()
    if not story.family.village.startswith("3204"):
        story.take_in()
    return story.accept().ask().visit().check()


def _opinion(story, today: date, workdays: int = 6):  # type: ignore[no-untyped-def]
    return _checked(story, today, workdays).give_opinion()


def _recommended(story, today: date) -> None:  # type: ignore[no-untyped-def]
    _opinion(story, today).see_for_county()  # the lot may have fallen on it


def _hanging(story, today: date) -> None:  # type: ignore[no-untyped-def]
    from demo.story import post

    _opinion(story, today, 8)
    post([story], down=False)


def _to_propose(story, today: date) -> None:  # type: ignore[no-untyped-def]
    from demo.story import post

    _opinion(story, today, 16)
    if story.granted:
        post([story])
    story.see_for_county()


def _decided(story, today: date) -> None:  # type: ignore[no-untyped-def]
    from demo.load import pick_up_granted
    from demo.story import decide, propose

    _to_propose(story, today)
    decide(story, propose(story))
    pick_up_granted()


def _served(story, today: date) -> None:  # type: ignore[no-untyped-def]
    from demo.story import serve

    _decided(story, today)
    serve(story)


def _on_aid(story, today: date) -> None:  # type: ignore[no-untyped-def]
    """Decided last month and on aid since the first of this one."""
    _served(story, today.replace(day=1))


def _recheck(story, today: date) -> None:  # type: ignore[no-untyped-def]
    """As if a year had passed: the recheck is due in twenty days, and the daily task opens it."""
    from doudi.awards.models import Award
    from doudi.awards.tasks import open_rechecks

    _on_aid(story, today)
    award = Award.objects.filter(household=story.application.household)
    award.update(recheck_on=today + timedelta(days=20))
    open_rechecks()


def _kept(story, today: date) -> None:  # type: ignore[no-untyped-def]
    """A wife is granted; an officer has excused her husband's signature for his violence.

    His phone is 13700030003, recorded before that.
    """
    from demo.load import back, pick_up_granted
    from demo.story import decide, post, propose, serve
    from doudi.people.actions.contacts import record_phone
    from doudi.people.actions.excuses import excuse

    back(story, today, 16).start()
    household = story.application.household
    husband = household.memberships.get(relation="spouse", superseded_at__isnull=True).person
    his = {"household": household, "person": husband, "by": story.staff.acceptor}
    record_phone(phone="13700030003", at=story.at(8, 20), **his)
    excuse(ground="violence", reason="派出所有出警记录。", at=story.at(8, 25), **his)
    story.submit().take_in().accept().ask().visit().check().give_opinion()
    post([story])
    story.see_for_county()
    decide(story, propose(story))
    pick_up_granted()
    serve(story)


STATIONS: dict[str, Callable[..., object]] = {
    "draft": lambda story, today: story.start(),
    "submitted": lambda story, today: story.start().submit(),
    "accepted": _accepted,
    "checked": _checked,
    "opinion": _recommended,
    "hanging": _hanging,
    "to_propose": _to_propose,
    "decided": _decided,
    "refused": _served,
    "granted": _served,
    "kept": _kept,
    "on_aid": _on_aid,
    "couple": _on_aid,
    "recheck": _recheck,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
