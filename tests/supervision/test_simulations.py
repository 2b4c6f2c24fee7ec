"""A simulation is computed once and stands; who may see which numbers; what is taken out."""

import csv
import io

import pytest
from django.db import DatabaseError, transaction

from doudi.audit.models import Entry
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.policies.rules.scenarios import Change, Scenario
from doudi.policies.rules.simulation import Compared, Movement, Shift, Simulation
from doudi.policies.rules.simulation_words import simulation_from
from doudi.supervision import models
from doudi.supervision.actions.simulations import export_simulation
from doudi.supervision.queries.simulations import result_hash, sees_single_households
from doudi.supervision.rules.charts import bars
from doudi.supervision.rules.disclosure import SMALL, protected
from doudi.supervision.rules.pages import tables
from doudi.supervision.states import Source
from tests.factories import accounts, decisions, supervision

AT = beijing(decisions.PROPOSED, 9)


@pytest.fixture(autouse=True)
def warehouse(settings, tmp_path):
    settings.DOUDI_WAREHOUSE = tmp_path / "warehouse"


@pytest.fixture
def place(db):
    return accounts.place("430902")


@pytest.fixture
def reviewer(place):
    return accounts.officer("county_reviewer")


@pytest.fixture
def done(place, reviewer) -> models.Simulation:
    return supervision.computed(place, reviewer, AT)


def test_computed_once_with_hashes_of_what_went_in_and_came_out(done, place, reviewer):
    assert done.state == "done"
    assert result_hash(done.result) == done.result_sha256
    again = supervision.computed(place, reviewer, AT)
    hashes = ("inputs_sha256", "parameters_sha256", "result_sha256")
    assert [getattr(again, one) for one in hashes] == [getattr(done, one) for one in hashes]
    found = simulation_from(done.result)
    assert [one.scenario for one in found.scenarios] == ["a", "b"]
    assert found.compared == 300
    with pytest.raises(DatabaseError), transaction.atomic():
        models.Simulation.objects.filter(pk=done.pk).update(title="另一个")
    with pytest.raises(DatabaseError), transaction.atomic():
        models.Simulation.objects.filter(pk=done.pk).delete()


def test_over_the_published_inputs(place, reviewer):
    case = decisions.ready()
    decisions.opinion(case)
    with pytest.raises(Refusal, match="还没有测算数据"):
        supervision.asked(place, reviewer, AT, source=Source.PUBLISHED)
    publication = supervision.published(place, reviewer, AT)
    one = supervision.computed(place, reviewer, AT, source=Source.PUBLISHED)
    assert (one.publication, one.inputs_sha256) == (publication, publication.sha256)
    found = simulation_from(one.result)
    towns = {m.group_ for m in found.scenarios[0].movements if m.dimension == "town"}
    assert (found.compared, towns) == (1, {accounts.TOWN})


def test_what_cannot_be_computed_says_why(place, reviewer, settings):
    strange = Scenario("a", (Change("rounding.rule", "up"),))
    with pytest.raises(Refusal, match="不是"):
        supervision.asked(place, reviewer, AT, scenarios=(strange,))
    case = decisions.ready()
    decisions.opinion(case)
    supervision.published(place, reviewer, AT)
    settings.DOUDI_WAREHOUSE = settings.DOUDI_WAREHOUSE / "gone"
    one = supervision.computed(place, reviewer, AT, source=Source.PUBLISHED)
    assert (one.state, bool(one.fault), one.result) == ("failed", True, {})


def test_within_bounds(place, reviewer):
    with pytest.raises(Refusal, match="户数请写"):
        supervision.asked(place, reviewer, AT, households=100_001)
    for _ in range(3):
        supervision.asked(place, reviewer, AT)
    with pytest.raises(Refusal, match="排队"):
        supervision.asked(place, reviewer, AT)


def test_of_the_own_place_only(place):
    for who in (accounts.officer("town_leader"),
                accounts.officer("county_reviewer", accounts.CHANGZHOU_VILLAGE)):  # fmt: skip
        with pytest.raises(Forbidden):
            supervision.asked(place, who, AT)
    auditor = accounts.officer("auditor")
    assert supervision.asked(place, auditor, AT).state == "waiting"
    assert not sees_single_households(auditor, place)


def test_taken_out_with_a_purpose_a_name_and_an_entry(done, reviewer):
    with pytest.raises(Refusal, match="用途"):
        export_simulation(simulation=done, purpose=" ", by=reviewer, at=AT)
    content = export_simulation(simulation=done, purpose="报局长办公会", by=reviewer, at=AT)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][1].endswith(reviewer.name)
    assert rows[2] == ["用途", "报局长办公会"]
    assert rows[5][:3] == ["方案", "表", "项目"]
    assert "<3" not in {cell for row in rows for cell in row}
    entry = Entry.objects.get(noun="simulation", verb="export")
    assert (entry.reason, entry.detail["rows"]) == ("报局长办公会", len(rows) - 6)


def test_small_numbers_are_left_out_for_others(done):
    auditor = accounts.officer("auditor")
    content = export_simulation(simulation=done, purpose="检查", by=auditor, at=AT)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[6:]
    counts = [row[6] for row in rows if row[7] == "户" and row[1] != "悬崖"]
    assert "<3" in counts
    assert not {"1", "2"} & set(counts)


# --- what is left out ---------------------------------------------------------------------------


def movement(programme: str, dimension: str, group: str, **numbers: int) -> Movement:
    zero = dict.fromkeys(
        ("households", "before", "entered", "left_it", "from_unknown", "to_unknown", "after",
         "unknown_before", "unknown_after", "open_before", "open_after", "month_before_fen",
         "month_after_fen", "year_before_fen", "year_after_fen"), 0
    )  # fmt: skip
    return Movement(programme, dimension, group, **{**zero, **numbers})


def simulation(movements: list[Movement], shifts: tuple[Shift, ...] = ()) -> Simulation:
    one = Compared("a", (), (), tuple(movements), shifts, ())
    return Simulation(AT.date(), 100, 0, 100, "", (), ("dibao",), (), (one,))


def test_a_second_group_goes_with_the_one_that_is_left_out():
    rows = [
        movement("", "", "", before=60, entered=11, after=71, year_after_fen=100),
        movement("", "size", "1", before=10, entered=1, after=11, year_after_fen=10),
        movement("", "size", "2", before=20, entered=4, after=24, year_after_fen=40),
        movement("", "size", "3", before=30, entered=6, after=36, year_after_fen=50),
    ]
    total, one, two, three = protected(simulation(rows)).scenarios[0].movements
    assert (total, three) == (rows[0], rows[3])
    assert (one.before, one.entered, one.after, one.year_after_fen) == (10, SMALL, None, None)
    assert (two.before, two.entered, two.after, two.year_after_fen) == (20, None, None, None)


def test_groups_of_a_programme_that_is_left_out_go_too():
    rows = [
        movement("", "", "", before=60, after=60),
        movement("dibao", "", "", before=2, after=2, year_before_fen=9),
        movement("edge", "", "", before=20, after=20),
        movement("rigid", "", "", before=40, after=40),
        movement("dibao", "size", "1", before=0, after=0),
    ]
    found = protected(simulation(rows)).scenarios[0].movements
    assert [one.before for one in found] == [60, SMALL, None, 40, None]
    assert [one.after for one in found] == [60, SMALL, None, 40, None]


def test_winners_too_few_to_name():
    rows = (Shift("same", 0, 50, 0, 0), Shift("winner", 0, 1, 9, 9), Shift("winner", 20, 9, 99, 20))
    same, one, other = protected(simulation([], rows)).scenarios[0].shifts
    assert (same.households, one.households, other.households) == (50, SMALL, None)
    assert (one.from_yuan, other.from_yuan, one.year_fen) == (0, 20, None)


def test_every_row_of_a_table_has_a_cell_for_every_head(done):
    for found in (simulation_from(done.result), protected(simulation_from(done.result))):
        for table in tables(found, {}):
            assert {len(row) for row in table.rows} <= {len(table.head)}, table.key
            if table.groups:
                assert sum(span for _, span in table.groups) == len(table.head)


def test_bars_stand_on_one_axis():
    chart = bars("钱", ("一", "二"), [("低保", [(100, "1 元"), (-50, "−0.5 元")])])
    assert chart is not None
    up, down = chart.bars
    assert (up.x, down.x + down.width) == (chart.zero, chart.zero)
    assert abs(up.width - 2 * down.width) <= 2
    assert bars("钱", ("一",), [("低保", [(0, "0")])]) is None
