"""Brings a database and the static files up to date; with `--demo` it loads the demo families,
with `--demo raise-2023` those of another story.

It speaks to the supervisor in whole lines: `prepared` when tables and files are there, and the
demo's own `ready` when the first part can be shown.
"""

import os
import sys
from importlib import import_module
from pathlib import Path

from doudi.cli.postgres import ROOT, find_place

# what the demo may tell: a name → the module whose `main` loads it
STORIES = {"": "demo.load", "raise-2023": "demo.raise_2023"}


def prepare_command(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from doudi.cli import marks

    story = story_of(arguments)
    if story not in STORIES:
        print(unknown_story(story), file=sys.stderr)
        return 1
    try:
        if "--demo" in arguments:
            marks.mark_if_new("demo")
            _remember_demo()
        update()
    except marks.WrongDatabase as refused:
        print(refused, file=sys.stderr)
        return 1
    print("prepared", flush=True)
    return load_demo(STORIES[story]) if "--demo" in arguments else 0


def story_of(arguments: list[str]) -> str:
    """The first word that is no option: `doudi demo raise-2023`."""
    return next((one for one in arguments if not one.startswith("-")), "")


def unknown_story(story: str) -> str:
    known = "、".join(name for name in STORIES if name)
    return f"没有叫 {story} 的演示，可以写：{known}。 · The demo knows no story {story}: {known}."


def update() -> None:
    from django.conf import settings
    from django.core.management import call_command

    from doudi.cli.roles import keep_roles

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    keep_roles(needed=False)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)


def load_demo(module: str = STORIES[""]) -> int:
    """Its `main()` prints `ready` on a line of its own after the first part."""
    sys.path.insert(0, str(ROOT))
    try:
        load = import_module(module)
    except ModuleNotFoundError as missing:
        print(f"The demo families cannot be loaded: {missing}", file=sys.stderr)
        return 0
    load.main()
    from doudi.cli import marks

    marks.note_loaded()
    return 0


def _remember_demo() -> None:
    place = find_place()
    if os.environ.get("DATABASE_URL") == place.url:
        place.demo.touch()
