from typing import ClassVar

from django.db import models

from doudi.common.sealed import SealedField
from doudi.messaging import rules, states


class Message(models.Model):
    """A registered template with its values, for one address.

    A phone number is encrypted with a blind index; an inbox is a user's id. `once` is the sender's
    own key: the same message is never made twice. `secret` holds encrypted values.
    """

    id = models.BigAutoField(primary_key=True)
    once = models.CharField(max_length=120)
    address_kind = models.CharField(max_length=10)
    address_sealed = SealedField(null=True, context="messaging.message.address:{once}")
    address_index = models.BinaryField(max_length=32, null=True)
    user_id = models.BigIntegerField(null=True)
    template = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    secret = SealedField(null=True, context="messaging.message.secret:{once}")
    noun = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    state = models.CharField(max_length=10, default=states.WAITING)
    fault = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    # somebody looked at a message that did not arrive, and took it off the list
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["address_index", "-id"], name="messaging_message_phone"),
            models.Index(fields=["user_id", "-id"], name="messaging_message_user"),
            models.Index(fields=["noun", "key"], name="messaging_message_about"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["once"], name="messaging_message_once"),
            models.CheckConstraint(
                condition=models.Q(
                    address_kind=rules.PHONE,
                    address_sealed__isnull=False,
                    address_index__isnull=False,
                    user_id__isnull=True,
                )
                | models.Q(
                    address_kind=rules.USER,
                    address_sealed__isnull=True,
                    address_index__isnull=True,
                    user_id__isnull=False,
                ),
                name="messaging_message_address",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=states.STATES), name="messaging_message_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state=states.SENT, sent_at__isnull=False)
                | (~models.Q(state=states.SENT) & models.Q(sent_at__isnull=True)),
                name="messaging_message_sent_at",
            ),
        ]
