"""What a door passes to the base pages as navigation (context name `nav`)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class NavItem:
    """One line of the navigation; `hot` marks a count with something due today."""

    title: str
    url: str
    count: int | None = None
    hot: bool = False


@dataclass(frozen=True)
class NavGroup:
    title: str
    items: Sequence[NavItem]


def current_url(groups: Sequence[NavGroup], path: str) -> str:
    """The url of the item that the page at `path` belongs to: the longest beginning of it."""
    urls = [item.url for group in groups for item in group.items if path.startswith(item.url)]
    return max(urls, key=len, default="")
