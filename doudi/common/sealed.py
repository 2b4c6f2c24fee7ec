"""A column that holds sealed values, and says under which context each row's was sealed."""

from typing import Any

from django.db import models


class SealedField(models.BinaryField):
    """`context` is the text given to `crypto.seal`, with the row's own columns in braces.

    The rotation of keys finds every sealed column by this class. To the database it is a plain
    BinaryField, so that it makes no migration.
    """

    def __init__(self, *args: Any, context: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.context = context

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.BinaryField", args, options

    def context_of(self, row: models.Model) -> str:
        return self.context.format_map(vars(row))
