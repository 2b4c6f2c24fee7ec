"""Awards, what changes them, and how a family on aid is looked in on."""

from doudi.awards.models.awards import Award, AwardPlace, Beneficiary, Certificate, Component
from doudi.awards.models.care import CheckIn, MissedCheckIn, Recheck
from doudi.awards.models.changes import Change, JobOffer

__all__ = [
    "Award",
    "AwardPlace",
    "Beneficiary",
    "Certificate",
    "Change",
    "CheckIn",
    "Component",
    "JobOffer",
    "MissedCheckIn",
    "Recheck",
]
