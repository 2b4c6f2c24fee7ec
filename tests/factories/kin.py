"""Officers who filed relatives."""

from datetime import datetime

from doudi.common.actors import Officer
from doudi.people.actions.kin import Named, file_kin
from doudi.people.models import KinFiling, Person
from doudi.people.queries import current_name, full_number


def filed(by: Officer, at: datetime, *relatives: Person, relation: str = "sibling") -> KinFiling:
    """The officer declares these persons as relatives, with their numbers."""
    named = [Named(relation, current_name(one), full_number(one)) for one in relatives]
    return file_kin(relatives=named, by=by, at=at)
