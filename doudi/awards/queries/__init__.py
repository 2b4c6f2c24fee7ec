"""Awards and what belongs to them, as the family, the desk and the month's run see them."""

from doudi.awards.queries.awards import (
    CheckView,
    Panel,
    PartView,
    awards_of,
    beneficiaries,
    by_key,
    certificate_data,
    certificate_of,
    certificate_pdf,
    check,
    components_in,
    list_for,
    of_household,
    panel,
)

__all__ = [
    "CheckView",
    "Panel",
    "PartView",
    "awards_of",
    "beneficiaries",
    "by_key",
    "certificate_data",
    "certificate_of",
    "certificate_pdf",
    "check",
    "components_in",
    "list_for",
    "of_household",
    "panel",
]
