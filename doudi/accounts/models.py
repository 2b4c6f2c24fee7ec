"""Offices and places are two trees; a post joins a user, an office and a duty for a time."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from doudi.accounts.states import Act, Duty, Level, LevelGround, UserKind
from doudi.common.sealed import SealedField


def _period(name: str) -> models.CheckConstraint:
    after = Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from"))
    return models.CheckConstraint(condition=after, name=name)


class Place(models.Model):
    """A division by its statistical code: 2, 4, 6, 9 or 12 digits; a code lies in its prefixes."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    urban_rural = models.CharField(max_length=3, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="place_code_from"),
            _period("place_period"),
        ]
        indexes: ClassVar = [
            # a collation other than C cannot serve LIKE '430902%' without this class
            models.Index(fields=["code"], opclasses=["varchar_pattern_ops"], name="place_prefix"),
        ]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """An office of one department; its tree is not the tree of places."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    seat = models.ForeignKey(Place, on_delete=models.PROTECT)
    phone = models.CharField(max_length=30, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [_period("office_period")]

    def __str__(self) -> str:
        return self.name


class Jurisdiction(models.Model):
    """The office answers for this place (and all below it) in this duty; blank duty: in all."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="jurisdictions")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=30, choices=Duty.choices, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "place", "duty", "valid_from"], name="jurisdiction_once"
            ),
            _period("jurisdiction_period"),
        ]


class Power(models.Model):
    """Which office may do this act of this programme in this place, by which basis."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="powers")
    programme = models.CharField(max_length=40)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=20, choices=Act.choices)
    basis = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "place", "act", "valid_from"], name="power_once"
            ),
            _period("power_period"),
        ]


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """An officer (signs in by name and password) or a citizen (by a code to a phone)."""

    username = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=UserKind.choices)
    name = models.CharField(max_length=60, blank=True)
    phone_sealed = SealedField(null=True, context="user.phone:{username}")
    phone_index = models.BinaryField(null=True, max_length=32)
    phone_verified_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    # marks of an officer's open sign-ins, the newest last
    sign_ins = models.JSONField(default=list)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["phone_index"],
                condition=Q(kind=UserKind.CITIZEN),
                name="user_citizen_phone",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["phone_index"], name="user_phone")]


class Post(models.Model):
    """A user holds a duty in an office for a time, or acts for someone who does."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="posts")
    duty = models.CharField(max_length=30, choices=Duty.choices)
    acting_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "office", "duty", "valid_from"], name="post_once"
            ),
            _period("post_period"),
        ]


class CitizenLevel(models.Model):
    """Why this phone's holder is known (identity level 1), until someone takes it back."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="levels"
    )
    level = models.SmallIntegerField(default=1)
    how = models.CharField(max_length=20, choices=LevelGround.choices)
    by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "how"],
                condition=Q(revoked_at__isnull=True),
                name="citizen_level_once",
            ),
            models.CheckConstraint(
                condition=~Q(how=LevelGround.OFFICER_SAW_CARD) | Q(by_post__isnull=False),
                name="citizen_level_seen_by",
            ),
        ]
