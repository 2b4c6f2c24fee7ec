"""Everybody does anything in any order, and what the design promises holds after every step.

The machine plays families, officers of every duty (the wrong ones too), the bank and the clock.
A refusal is an answer; whatever else goes wrong is a defect. DOUDI_MACHINE_STORIES and _STEPS
make it longer.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.machine import checks
from tests.machine.money import Money


class Machine(Money):
    """Families, offices, bank and clock, with every promise looked at after each step."""

    @invariant()
    def only_a_named_person_gives_less(self) -> None:
        checks.only_a_named_person_gives_less()

    @invariant()
    def every_fact_has_its_source(self) -> None:
        checks.every_fact_has_its_source()

    @invariant()
    def four_eyes(self) -> None:
        checks.four_eyes()

    @invariant()
    def no_less_without_a_hearing(self) -> None:
        checks.no_less_without_a_hearing()

    @invariant()
    def money_is_conserved(self) -> None:
        checks.money_is_conserved()

    @invariant()
    def months_paid_are_never_edited(self) -> None:
        checks.months_paid_are_never_edited(self.entered)

    def teardown(self) -> None:
        checks.every_decision_recomputes()  # slow: once, when a story is over
        super().teardown()

    @invariant()
    def what_is_published_ends(self) -> None:
        checks.what_is_published_ends(self.today)


@pytest.mark.long
@pytest.mark.django_db
def test_what_the_design_promises_holds_after_every_step(stories, steps):
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=stories, stateful_step_count=steps, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip
