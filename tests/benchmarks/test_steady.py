"""What the soak and the spike say of a run."""

from benchmarks.load.steady import grown, recovery, spike_arrivals


def test_only_what_holds_more_rows_has_grown():
    before = {"procrastinate_jobs": 3, "accounts_place": 7}
    assert grown(before, {"procrastinate_jobs": 1, "accounts_place": 7, "new": 2}) == {
        "new": [0, 2]
    }


def test_the_middle_third_comes_five_times_as_fast():
    assert spike_arrivals([5.0] * 6) == [5, 10, 11, 12, 17, 22]


def test_recovery_is_counted_from_the_last_arrival_of_the_spike():
    calm = [(float(n), 100.0) for n in range(20)]
    spike = [(20 + n / 10, 900.0) for n in range(100)]
    slow = [(30.0 + n / 10, 900.0) for n in range(70)]
    again = [(37.0 + n / 10, 110.0) for n in range(100)]
    found = recovery([*calm, *spike, *slow, *again], 20.0, 30.0)
    assert found == {"spike_before_p95_ms": 100.0, "spike_p95_ms": 900.0, "spike_recovery_s": 7.0}
    assert recovery([*calm, *spike, *slow], 20.0, 30.0)["spike_recovery_s"] == -1
