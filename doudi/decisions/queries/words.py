"""Names of programmes and places as people say them."""

from doudi.accounts.models import Place
from doudi.applications.rules.messages import programme_name

__all__ = ["district_of", "place_path", "programme_name"]


def place_path(place: Place, *, up_to: str = "district") -> str:
    """资阳区长春镇甘溪港村: the place with those around it, outermost first."""
    names: list[str] = []
    here: Place | None = place
    while here is not None:
        names.append(here.name)
        here = None if here.level == up_to else here.parent
    return "".join(reversed(names))


def district_of(place: Place) -> Place:
    here = place
    while here.level != "district" and here.parent is not None:
        here = here.parent
    return here
