"""Persons, households, and what an office may rely on about them."""

from doudi.people.models.consent import Authorisation, NoticeRead, SigningLink
from doudi.people.models.contacts import ContactWish, InPersonTask, PhoneWord
from doudi.people.models.households import Household, Membership, Representation, SignatureExcuse
from doudi.people.models.kin import KinEntry, KinFiling
from doudi.people.models.payees import AccountAgreement, BookKeeping, PayeeAccount
from doudi.people.models.persons import Contact, Identity, Login, Merge, Person, PersonName

__all__ = [
    "AccountAgreement",
    "Authorisation",
    "BookKeeping",
    "Contact",
    "ContactWish",
    "Household",
    "Identity",
    "InPersonTask",
    "KinEntry",
    "KinFiling",
    "Login",
    "Membership",
    "Merge",
    "NoticeRead",
    "PayeeAccount",
    "Person",
    "PersonName",
    "PhoneWord",
    "Representation",
    "SignatureExcuse",
    "SigningLink",
]
