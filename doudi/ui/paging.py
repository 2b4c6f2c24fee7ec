"""Pages of a long list."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet


class NarrowPaginator(Paginator):  # type: ignore[type-arg]
    """Sorts keys alone, and joins what a row shows for the rows of this page only.

    For lists of a whole town whose rows show much: one query more a page, and no sort of ten
    thousand wide rows.
    """

    object_list: QuerySet[Any]

    def page(self, number: int | str) -> Any:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self.object_list.select_related(None).values_list("pk", flat=True)
        held = list(keys[first : first + self.per_page])
        rows = self.object_list.filter(pk__in=held)
        return self._get_page(rows, number, self)
