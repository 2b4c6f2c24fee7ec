"""The SQL that compares two runs over the same households. Everything is counted in DuckDB.

A verdict that is unknown is NULL and never counts as not met; an amount that is unknown is NULL
and stands in a column of its own, never as zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

TIMES = {"month": 12, "year": 1, "once": 1}
EDGES = (0, 20, 50, 100, 200, 500)  # yuan a month, where a bucket of winners and losers begins
YUAN_A_MONTH = 1200  # fen a year
PAID = 'coalesce(sum("{code}.amount"), 0)'
DIMENSIONS = ("district", "town", "size", "kind", "disabled")

FAMILY = """
SELECT c.case_id, substr(c.place, 1, 6) AS district,
    CASE WHEN length(c.place) >= 9 THEN substr(c.place, 1, 9) ELSE '' END AS town,
    CASE WHEN coalesce(m.people, 0) >= 5 THEN '5' ELSE CAST(coalesce(m.people, 0) AS VARCHAR) END
        AS size,
    CASE WHEN m.youngest < 18 THEN 'child' WHEN m.ages_open THEN 'unknown'
        WHEN m.youngest >= 60 AND m.people = 1 THEN 'elder_alone'
        WHEN m.youngest >= 60 THEN 'elders' ELSE 'other' END AS kind,
    CASE WHEN m.disabled THEN 'yes' WHEN m.disabled_open THEN 'unknown' ELSE 'no' END AS disabled
FROM case_in c LEFT JOIN (
    SELECT case_id, count(*) AS people, min(age) AS youngest,
        bool_or(born_on IS NULL) AS ages_open,
        coalesce(bool_or(disability_kind <> 'none'), false) AS disabled,
        bool_or(disability_kind IS NULL) AS disabled_open
    FROM (
        SELECT m.*, CAST(c."date" // 10000 - m.born_on // 10000 AS BIGINT)
            - CASE WHEN c."date" % 10000 < m.born_on % 10000 THEN 1 ELSE 0 END AS age
        FROM member_in m JOIN case_in c ON m.case_id = c.case_id
        WHERE m.died_on = 0 OR m.died_on IS NULL
    )
    GROUP BY case_id
) m ON c.case_id = m.case_id
"""

WITH_ONE_YUAN_MORE = """
SELECT * FROM item_in
UNION ALL BY NAME
SELECT case_id, 'income' AS kind, 'other' AS class, 'other' AS code, false AS has_owner,
    CAST(NULL AS BIGINT) AS member_row, 1200 AS amount_fen, 12 AS months, 8190 AS months_mask,
    'year' AS course, 0 AS refund_fen, 1200 AS public_fen, false AS no_record, '' AS dataset,
    1 AS count, 0 AS area_m2, false AS from_demolition, 'other' AS acquired_by, 0 AS acquired_on
FROM case_in
"""


def state(before: str, after: str, per: Mapping[str, str]) -> str:
    """Household and programme, before and after; programme '' is all of them together."""
    several = "\nUNION ALL\n".join(_of(code, before, after, one) for code, one in per.items())
    return f"""
WITH each AS ({several})
SELECT * FROM each
UNION ALL
SELECT case_id, '' AS programme, {_any("met_b")}, {_any("met_a")}, bool_or(open_b), bool_or(open_a),
    coalesce(sum(month_b), 0), coalesce(sum(month_a), 0),
    coalesce(sum(year_b), 0), coalesce(sum(year_a), 0)
FROM each GROUP BY case_id
"""


def _any(name: str) -> str:
    return (
        f"CASE WHEN bool_or({name}) THEN true WHEN bool_or({name} IS NULL) THEN NULL ELSE false END"
    )


def _of(code: str, before: str, after: str, per: str) -> str:
    times = TIMES[per]
    columns = []
    for name, run in (("b", "b"), ("a", "a")):
        met, amount = f'{run}."{code}.met"', f'{run}."{code}.amount"'
        month = amount if per == "month" else f"CASE WHEN {amount} IS NOT NULL THEN 0 END"
        columns.append((
            f"{met} AS met_{name}", f"coalesce({met}, false) AND {amount} IS NULL AS open_{name}",
            f"{month} AS month_{name}", f"{amount} * {times} AS year_{name}",
        ))  # fmt: skip
    both = ", ".join(column for pair in zip(*columns, strict=True) for column in pair)
    return (
        f"SELECT b.case_id, '{code}' AS programme, {both} "
        f"FROM '{before}' b JOIN '{after}' a ON b.case_id = a.case_id"
    )


MOVED = """
    count(*) AS households,
    count(*) FILTER (met_b) AS before,
    count(*) FILTER (NOT met_b AND met_a) AS entered,
    count(*) FILTER (met_b AND NOT met_a) AS left_it,
    count(*) FILTER (met_b IS NULL AND met_a) AS from_unknown,
    count(*) FILTER (met_b AND met_a IS NULL) AS to_unknown,
    count(*) FILTER (met_a) AS after,
    count(*) FILTER (met_b IS NULL) AS unknown_before,
    count(*) FILTER (met_a IS NULL) AS unknown_after,
    count(*) FILTER (open_b) AS open_before,
    count(*) FILTER (open_a) AS open_after,
    CAST(coalesce(sum(month_b) FILTER (met_b), 0) AS BIGINT) AS month_before_fen,
    CAST(coalesce(sum(month_a) FILTER (met_a), 0) AS BIGINT) AS month_after_fen,
    CAST(coalesce(sum(year_b) FILTER (met_b), 0) AS BIGINT) AS year_before_fen,
    CAST(coalesce(sum(year_a) FILTER (met_a), 0) AS BIGINT) AS year_after_fen
"""


def movements() -> str:
    """In, out, unknown and cost: by programme, and under each by every dimension."""
    parts = [
        f"SELECT programme, '' AS dimension, '' AS group_, {MOVED} FROM state GROUP BY programme"
    ]
    parts += [
        f"SELECT programme, '{one}' AS dimension, f.{one} AS group_, {MOVED} "
        f"FROM state s JOIN family f ON s.case_id = f.case_id GROUP BY programme, f.{one}"
        for one in DIMENSIONS
    ]
    return "\nUNION ALL\n".join(parts) + "\nORDER BY programme, dimension, group_"


def shifts(codes: Sequence[str]) -> str:
    """Winners and losers over the programmes that the change can reach, by fen a year."""
    listed = ", ".join(f"'{code}'" for code in codes) or "NULL"
    return f"""
WITH gain AS (
    SELECT case_id, coalesce(sum(year_a - year_b) FILTER (programme IN ({listed})), 0) AS fen,
        coalesce(bool_or(year_a IS NULL OR year_b IS NULL) FILTER (programme IN ({listed})), false)
            AS open
    FROM state GROUP BY case_id
), sorted AS (
    SELECT *, CASE WHEN open THEN 'unknown' WHEN fen > 0 THEN 'winner' WHEN fen < 0 THEN 'loser'
        ELSE 'same' END AS kind FROM gain
)
SELECT kind, CASE WHEN kind IN ('winner', 'loser') THEN {_bucket("fen")} ELSE 0 END AS from_yuan,
    count(*) AS households,
    CAST(coalesce(sum(fen) FILTER (kind <> 'unknown'), 0) AS BIGINT) AS year_fen,
    CAST(coalesce(max(abs(fen)) FILTER (kind <> 'unknown'), 0) AS BIGINT) AS most_fen
FROM sorted GROUP BY ALL ORDER BY kind, from_yuan
"""


def _bucket(fen: str) -> str:
    parts = " ".join(
        f"WHEN abs({fen}) >= {edge * YUAN_A_MONTH} THEN {edge}" for edge in reversed(EDGES)
    )
    return f"CASE {parts} END"


def cliff(run: str, codes: Sequence[str]) -> str:
    """Who loses by one yuan more a month, and who stands just above a line.

    `state` holds the run and the same run with that yuan. All programmes together: those whose
    benefits fall by more than the yuan that came in.
    """
    above = _near(codes, f"(SELECT count(*) FROM '{run}' WHERE \"{{code}}.above\")")
    below = _near(codes, f"(SELECT count(*) FROM '{run}' WHERE \"{{code}}.below\")")
    paid = _near(codes, f"(SELECT {PAID} FROM '{run}' WHERE \"{{code}}.below\")")
    fallen = f"year_b - year_a > {YUAN_A_MONTH}"
    loses = f"CASE WHEN programme = '' THEN {fallen} ELSE met_b AND NOT met_a END"
    return f"""
SELECT programme, {above} AS above, {below} AS below, CAST({paid} AS BIGINT) AS below_month_fen,
    count(*) FILTER ({loses}) AS lose,
    count(*) FILTER (year_b IS NULL OR year_a IS NULL OR open_a OR open_b) AS unknown,
    CAST(coalesce(sum(year_b - year_a) FILTER ({loses}), 0) AS BIGINT) AS year_fen,
    CAST(coalesce(max(year_b - year_a) FILTER ({loses}), 0) AS BIGINT) AS most_fen
FROM state GROUP BY programme ORDER BY programme
"""


def _near(codes: Sequence[str], text: str) -> str:
    parts = " ".join(f"WHEN '{code}' THEN {text.replace('{code}', code)}" for code in codes)
    return f"CASE programme {parts} ELSE 0 END"
