"""Simulations and datasets by calling actions, and computed as the worker would."""

from datetime import date, datetime

from doudi.accounts.models import Place
from doudi.common.actors import Officer
from doudi.policies.rules.scenarios import Change, Scenario
from doudi.supervision.actions.inputs import ask_for_inputs
from doudi.supervision.actions.simulations import ask_for_simulation
from doudi.supervision.models import Publication, Simulation
from doudi.supervision.states import Source
from doudi.supervision.tasks import publish, simulate

RAISE = Scenario("a", (Change("dibao.standard.rural", {"amount_fen": 600_000, "period": "year"}),))
WIDER = Scenario("b", (Change("edge.multiple", {"num": 2, "den": 1}),))


def published(place: Place, by: Officer, at: datetime) -> Publication:
    """The dataset of the place, written."""
    made = ask_for_inputs(place=place, by=by, at=at)
    publish(made.pk)
    return Publication.objects.get(pk=made.pk)


def asked(
    place: Place, by: Officer, at: datetime, *, source: str = Source.SYNTHETIC,
    scenarios: tuple[Scenario, ...] = (RAISE, WIDER), households: int = 300,
) -> Simulation:  # fmt: skip
    """Waiting to be computed."""
    return ask_for_simulation(
        title="农村低保提到 6000 元",
        place=place,
        source=source,
        on=date(2026, 9, 14),
        scenarios=scenarios,
        households=households,
        seed=7,
        by=by,
        at=at,
    )


def computed(*given: object, **more: object) -> Simulation:
    """Asked and computed."""
    made = asked(*given, **more)  # type: ignore[arg-type]
    simulate(made.pk)
    return Simulation.objects.get(pk=made.pk)
