"""Parameter sets that decisions were made with, kept whole under their hash."""

from django.db import models


class Bundle(models.Model):
    """The parameters in force for a place on a day, as one JSON with its hash. Never changed."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.JSONField()
    stored_at = models.DateTimeField()
