"""Datasets of assessment inputs, and simulations over them. Finished rows are never changed."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.supervision.states import Source, State


def _finished(name: str, *fields: str) -> models.CheckConstraint:
    """What is done has its result, and nothing else has."""
    done = Q(state=State.DONE, finished_at__isnull=False)
    for field in fields:
        done &= ~Q(**{field: ""})
    open_ = Q(state__in=[State.WAITING, State.FAILED]) & Q(**dict.fromkeys(fields, ""))
    return models.CheckConstraint(condition=done | open_, name=name)


class Publication(models.Model):
    """测算数据: the newest assessment input of each household of a place, as four Parquet files.

    No names, numbers, addresses or free text; households are numbered anew each time. `sha256`
    is that of the files, which lie under it in the warehouse.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)  # rows of each file, and the inputs nobody can read

    class Meta:
        constraints: ClassVar = [
            _finished("publication_finished", "sha256"),
            models.UniqueConstraint(
                fields=["place"], condition=Q(state=State.WAITING), name="publication_one_waiting"
            ),
        ]


class Simulation(models.Model):
    """政策试算: some changes of parameters over one dataset, computed once.

    `scenarios` and `result` are those of `policies.rules.simulation`. The three hashes say what
    went in and what came out.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    title = models.CharField(max_length=80)
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices)
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, related_name="simulations"
    )
    households = models.PositiveIntegerField(null=True)  # of a synthetic city, with its seed
    seed = models.PositiveIntegerField(null=True)
    on = models.DateField()
    scenarios = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    parameters_sha256 = models.CharField(max_length=64, blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    result = models.JSONField(default=dict)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            _finished("simulation_finished", "inputs_sha256", "parameters_sha256", "result_sha256"),
            models.CheckConstraint(
                condition=Q(source=Source.PUBLISHED, publication__isnull=False, seed__isnull=True)
                | Q(
                    source=Source.SYNTHETIC,
                    publication__isnull=True,
                    seed__isnull=False,
                    households__isnull=False,
                ),
                name="simulation_one_dataset",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["place", "-asked_at"], name="simulation_place")]
