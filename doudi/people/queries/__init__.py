"""Reading persons, households, consent and payee accounts."""

from doudi.people.queries.authorisations import (
    authorisation_in_force,
    in_force,
    link_target,
    token_hash,
    unsigned_adults,
)
from doudi.people.queries.excuses import excused, kept_from, kept_households
from doudi.people.queries.households import (
    MemberView,
    address_of,
    adults,
    belongs,
    confirmed_elsewhere,
    declared,
    households_of,
    members,
)
from doudi.people.queries.merges import leading, same_ids
from doudi.people.queries.payees import account_number, payee_account
from doudi.people.queries.persons import (
    by_document,
    by_number,
    current_name,
    full_number,
    masked_number,
    names_of,
    papers_of,
    person_of,
    users_of,
)
from doudi.people.queries.representations import (
    may_act_for,
    office_acts_for,
    representatives_of,
    wards_of,
)
from doudi.people.rules import authorisation_text

__all__ = [
    "wards_of",
    "representatives_of",
    "office_acts_for",
    "may_act_for",
    "users_of",
    "papers_of",
    "by_document",
    "same_ids",
    "leading",
    "kept_households",
    "kept_from",
    "excused",
    "belongs",
    "MemberView",
    "account_number",
    "address_of",
    "adults",
    "authorisation_in_force",
    "authorisation_text",
    "by_number",
    "confirmed_elsewhere",
    "current_name",
    "declared",
    "full_number",
    "households_of",
    "in_force",
    "link_target",
    "masked_number",
    "members",
    "names_of",
    "payee_account",
    "person_of",
    "token_hash",
    "unsigned_adults",
]
