"""What a door passes to the base pages as navigation (context name `nav`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

MOST = 1_000
"""A tray with more is not counted to its end: 999+ says as much to who has to empty it."""


def tally(waiting: QuerySet[Any]) -> int:
    """How many wait, at most MOST: the same small work however many there are."""
    return waiting.order_by()[:MOST].count()


def shown(count: int) -> str:
    """A tally as people read it."""
    return f"{MOST - 1}+" if count >= MOST else str(count)


@dataclass(frozen=True)
class NavItem:
    """One line of the navigation; `hot` marks a count with something due today.

    `exact`: the current one on its own page alone, not on the pages below its address.
    """

    title: str
    url: str
    count: int | None = None
    hot: bool = False
    exact: bool = False

    def leads_to(self, path: str) -> bool:
        return path == self.url if self.exact else path.startswith(self.url)

    @property
    def many(self) -> bool:
        """More wait than were counted."""
        return self.count is not None and self.count >= MOST

    @property
    def shown(self) -> str:
        """The count as it stands beside the title; nothing where nothing is counted."""
        return "" if self.count is None else shown(self.count)


@dataclass(frozen=True)
class NavGroup:
    title: str
    items: Sequence[NavItem]


def current_url(groups: Sequence[NavGroup], path: str) -> str:
    """The url of the item that the page at `path` belongs to: the longest beginning of it."""
    urls = [item.url for group in groups for item in group.items if item.leads_to(path)]
    return max(urls, key=len, default="")
