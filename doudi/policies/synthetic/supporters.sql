-- Grown children of old people who live without them, and the other parent of a single parent's.
SELECT case_id, member_row, number, own AS key, gap, relation,
    draw(own, 302, 100) < 95 AS consent,
    agreed,
    CASE WHEN agreed THEN agreed_fen ELSE 0 END AS agreed_fen,
    CASE WHEN agreed THEN agreed_fen * draw(own, 303, 101) // 100
        WHEN draw(own, 303, 100) < 60 THEN (200 + draw(own, 304, 2800)) * 100 ELSE 0 END AS paid_fen,
    size AS household_size,
    income_fen AS household_income_fen,
    1 + draw(own, 306, 3) AS supported_count,
    days_before(born_days(age, draw(own, 307, 361))) AS born_on,
    CASE WHEN draw(own, 308, 1000) < 965 THEN 'able'
        ELSE ['tekun', 'dibao', 'dibao', 'severe_disability', 'mind_level_3', 'no_capacity',
            'missing', 'prison'][1 + draw(own, 308, 1000) % 8] END AS condition,
    income_fen * (30 + draw(own, 309, 40)) // 100 AS own_income_fen,
    draw(own, 310, 100) < CASE WHEN hard THEN 90 ELSE 65 END AS property_within
FROM (
    SELECT *, income(urban OR draw(own, 311, 100) < 30, wealth) * size AS income_fen,
        (6000 + draw(own, 305, 90) * 100) * 100 AS agreed_fen,
        relation = 'parent' AND draw(own, 312, 100) < 40 AS agreed
    FROM (
        SELECT case_id, gap, urban, hard, row AS member_row, number, relation, age,
            home * 10 + number AS own, 1 + draw(home * 10 + number, 301, 4) AS size,
            CASE WHEN hard THEN draw(home * 10 + number, 300, 300000)
                ELSE (rank + draw(home * 10 + number, 300, 1000000)) // 2 END AS wealth
        FROM (
            SELECT *, unnest(range(CASE WHEN draw(home, 313, 100) < CASE WHEN hard THEN 35 ELSE 7 END
                    THEN 0 ELSE 1 + draw(home, 314, 3) END)) AS number,
                'child' AS relation,
                greatest(head_age - 24 - draw(home, 315, 8) - 2 * number, 18) AS age
            FROM (
                SELECT case_id, gap, urban, hard, row, home, rank, head_age FROM p
                WHERE head_age >= 60 AND relation IN ('self', 'spouse')
                    AND (size = 1 OR skipped OR kind = $couple)
            )
            UNION ALL BY NAME
            SELECT case_id, gap, urban, hard, row, home, rank, head_age, 0 AS number,
                'parent' AS relation, greatest(head_age - 2 + draw(home, 315, 8), 18) AS age
            FROM p WHERE single AND relation = 'child' AND age < 18 AND draw(home, 316, 100) < 70
        )
    )
)
ORDER BY case_id, member_row, number
