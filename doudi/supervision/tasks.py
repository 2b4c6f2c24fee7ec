"""Writes datasets and computes simulations; outside a transaction, as it takes a while."""

import logging

from procrastinate.contrib.django import app

from doudi.common import clock
from doudi.common.actors import System
from doudi.policies.rules.batch import NoBatch
from doudi.policies.rules.batch_files import MissingColumns
from doudi.policies.rules.parameters import ParameterFault
from doudi.supervision import jobs
from doudi.supervision.actions import inputs, simulations
from doudi.supervision.actions.files import keep
from doudi.supervision.models import Publication, Simulation
from doudi.supervision.queries.simulations import compute
from doudi.supervision.states import State

logger = logging.getLogger(__name__)


@app.task(name=jobs.PUBLISH)
def publish(publication_id: int) -> None:
    """Idempotent: a finished one is left alone."""
    by = System(jobs.PUBLISH)
    row = Publication.objects.select_related("place").get(pk=publication_id)
    if row.state != State.WAITING:
        return
    try:
        sha256, counts = keep(row)
    except OSError:
        logger.exception("publication %s failed", row.pk)
        inputs.give_up_publication(publication_id=row.pk, by=by, at=clock.now())
        return
    inputs.finish_publication(
        publication_id=row.pk, sha256=sha256, counts=counts.as_json(), by=by, at=clock.now()
    )


@app.task(name=jobs.SIMULATE)
def simulate(simulation_id: int) -> None:
    """Idempotent: a finished one is left alone."""
    by = System(jobs.SIMULATE)
    row = Simulation.objects.select_related("place", "publication").get(pk=simulation_id)
    if row.state != State.WAITING:
        return
    try:
        computed = compute(row)
    except (NoBatch, MissingColumns, ParameterFault) as fault:
        line = str(fault).splitlines()[0].rpartition("/")[2]
        simulations.give_up_simulation(simulation_id=row.pk, fault=line, by=by, at=clock.now())
        return
    except OSError:
        logger.exception("simulation %s failed", row.pk)
        simulations.give_up_simulation(
            simulation_id=row.pk, fault="数据文件打不开", by=by, at=clock.now()
        )
        return
    simulations.finish_simulation(simulation_id=row.pk, computed=computed, by=by, at=clock.now())
