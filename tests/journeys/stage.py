"""Puts one more made-up family at a station of its way, for a journey that begins there.

Run as a program with the server's environment: `python -m tests.journeys.stage STATION [PLACE]`
writes `{"case", "phone", "name", "number", "household"}`. The past is built by calling actions.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import date

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
    rich = station.startswith("refus")
    living = Income(0, "pension", 4200) if rich else Income(0, "resident_pension", 123)
    return Family(
        place,
        f"1380003{count:04d}",
        (
            self_(name, date(1952, 4, 12)),
            Someone(name[0] + "小满", "grandchild", date(2015, 5, 21), "F", student="compulsory"),
        ),
        (living,),
        account=f"62179900000002{count:05d}",
    )


def _serial() -> int:
    from doudi.people.models import Person

    return 100 + Person.objects.count() % 300


def _staff(place: str):  # type: ignore[no-untyped-def]
    from demo.staff import STAFF, Staff, changzhou
    from doudi.accounts.models import Post
    from doudi.accounts.queries import officer_of

    posts = Post.objects.filter(user__username__in=[row[0] for row in STAFF])
    by_name = {post.user.username: officer_of(post) for post in posts.select_related("user")}
    first = [row[0] for row in STAFF[:11]]
    others = {name: one for name, one in by_name.items() if name not in first}
    staff = Staff(*(by_name[name] for name in first), others=others)
    return changzhou(staff) if place == CHANGZHOU else staff


def _accepted(story, today: date):  # type: ignore[no-untyped-def]
    from demo.load import back

    back(story, today, 2).start().submit()
    if not story.family.village.startswith("3204"):
        story.take_in()
    return story.accept()


def _checked(story, today: date, workdays: int = 5):  # type: ignore[no-untyped-def]
    from demo.load import back

    back(story, today, workdays).start().submit()
    if not story.family.village.startswith("3204"):
        story.take_in()
    return story.accept().ask().visit().check()


def _opinion(story, today: date, workdays: int = 6):  # type: ignore[no-untyped-def]
    return _checked(story, today, workdays).give_opinion()


def _hanging(story, today: date) -> None:  # type: ignore[no-untyped-def]
    from demo.story import post

    _opinion(story, today, 8)
    post([story], down=False)


def _to_propose(story, today: date) -> None:  # type: ignore[no-untyped-def]
    from demo.story import post

    _opinion(story, today, 16)
    if story.granted:
        post([story])


def _decided(story, today: date) -> None:  # type: ignore[no-untyped-def]
    from demo.load import _pick_up
    from demo.story import decide, propose

    _to_propose(story, today)
    decide(story, propose(story))
    _pick_up()


def _served(story, today: date) -> None:  # type: ignore[no-untyped-def]
    from demo.story import serve

    _decided(story, today)
    serve(story)


STATIONS: dict[str, Callable[..., object]] = {
    "draft": lambda story, today: story.start(),
    "submitted": lambda story, today: story.start().submit(),
    "accepted": _accepted,
    "checked": _checked,
    "opinion": _opinion,
    "hanging": _hanging,
    "to_propose": _to_propose,
    "refused": _served,
    "granted": _served,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
