-- Income, costs, bills and property of the chunk: fen for the months that an item covers.
WITH m AS MATERIALIZED (
    SELECT p.case_id, row, key, p.gap, p.poor, age, student, illness, disabled, severe, employment,
        basic_fen,
        CASE WHEN weight > 0 THEN earned_fen * weight // weights ELSE 0 END AS pay_fen
    FROM p JOIN home USING (case_id)
), found AS (
    SELECT case_id, row, key, gap, 1 AS seq, 'income' AS kind, 'wage' AS class, 'wage' AS code,
        pay_fen * months // 12 AS amount_fen, months,
        CASE WHEN months = 12 THEN 'year' WHEN draw(key, 351, 3) < 2 THEN 'started' ELSE 'ended' END
            AS course
    FROM (
        SELECT *, CASE WHEN draw(key, 350, 100) < 91 THEN 12 ELSE 1 + draw(key, 352, 11) END AS months
        FROM m WHERE employment = 'employed' AND pay_fen > 0
    )
    UNION ALL BY NAME
    SELECT case_id, row, key, gap, 2 AS seq, 'income' AS kind, 'business' AS class,
        CASE employment WHEN 'farming' THEN 'farming' ELSE 'shop' END AS code,
        pay_fen * 10 // 7 AS amount_fen
    FROM m WHERE employment IN ('farming', 'self_employed') AND pay_fen > 0
    UNION ALL BY NAME
    SELECT case_id, row, key, gap, 3 AS seq, 'expense' AS kind, 'business' AS class,
        CASE employment WHEN 'farming' THEN 'seed' ELSE 'stock' END AS code,
        pay_fen * 10 // 7 - pay_fen AS amount_fen
    FROM m WHERE employment IN ('farming', 'self_employed') AND pay_fen > 0
    UNION ALL BY NAME
    SELECT case_id, row, key, gap, 4 AS seq, 'income' AS kind, 'transfer' AS class,
        'pension' AS code, pay_fen AS amount_fen
    FROM m WHERE employment = 'retired' AND pay_fen > 0
    UNION ALL BY NAME
    SELECT case_id, row, key, gap, 5 AS seq, 'income' AS kind, 'transfer' AS class,
        'basic_pension' AS code, basic_fen AS amount_fen
    FROM m WHERE basic_fen > 0
    UNION ALL BY NAME
    SELECT case_id, NULL AS row, home AS key, gap, 6 AS seq, 'income' AS kind,
        'property' AS class, CASE WHEN urban THEN 'interest' ELSE 'land_rent' END AS code,
        CASE WHEN weights = 0 THEN earned_fen * 4 // 10 ELSE earned_fen // 50 END AS amount_fen
    FROM home WHERE earned_fen > 0 AND (weights = 0 OR draw(home, 353, 100) < 20)
    UNION ALL BY NAME
    SELECT case_id, NULL AS row, home AS key, gap, 7 AS seq, 'income' AS kind,
        'transfer' AS class, 'gift' AS code, earned_fen - earned_fen * 4 // 10 AS amount_fen
    FROM home WHERE earned_fen > 0 AND weights = 0
    UNION ALL BY NAME
    SELECT case_id, NULL AS row, home AS key, gap, 8 AS seq, 'income' AS kind,
        'transfer' AS class, 'dibao' AS code, size * (150 + draw(home, 9, 300)) * 1200 AS amount_fen
    FROM home WHERE held = 'dibao'
    UNION ALL BY NAME
    SELECT case_id, row, key, gap, 9 AS seq, 'income' AS kind, 'transfer' AS class,
        'disability_subsidy' AS code, 8000 * 12 AS amount_fen
    FROM m WHERE severe AND draw(key, 354, 100) < 60
    UNION ALL BY NAME
    SELECT case_id, row, key, gap, 10 AS seq, 'income' AS kind, 'transfer' AS class,
        'old_age_allowance' AS code, (600 + draw(key, 355, 600)) * 100 AS amount_fen
    FROM m WHERE age >= 80 AND draw(key, 356, 100) < 50
    UNION ALL BY NAME
    SELECT case_id, row, key, gap, 20 AS seq, 'expense' AS kind, 'medical' AS class,
        'hospital' AS code, bill AS amount_fen, bill * (refund + draw(key, 359, 20)) // 100 AS refund_fen
    FROM (
        SELECT *,
            CASE illness
                WHEN 'major' THEN (8000 + draw(key, 357, 300) * draw(key, 358, 240))
                    * CASE WHEN draw(key, 387, 100) < 30 THEN 5 ELSE 1 END
                WHEN 'chronic' THEN 800 + draw(key, 357, 4200)
                ELSE 200 + draw(key, 357, 1300) END * 100 AS bill,
            CASE illness WHEN 'major' THEN 55 WHEN 'chronic' THEN 40 ELSE 10 END AS refund
        FROM m WHERE illness <> 'none' OR draw(key, 360, 100) < 15
    )
    UNION ALL BY NAME
    SELECT case_id, row, key, gap, 21 AS seq, 'expense' AS kind, 'schooling' AS class,
        'fees' AS code, price * (80 + draw(key, 361, 120)) AS amount_fen, price * 100 AS public_fen
    FROM (
        SELECT *, CASE student WHEN 'preschool' THEN 3600 WHEN 'high_school' THEN 2400
            WHEN 'vocational' THEN 1500 WHEN 'undergraduate' THEN 6500 ELSE 9000 END AS price
        FROM m WHERE student NOT IN ('none', 'compulsory')
    )
    UNION ALL BY NAME
    SELECT case_id, row, key, gap, 22 AS seq, 'expense' AS kind, 'disability' AS class,
        'rehabilitation' AS code, (500 + draw(key, 362, 5500)) * 100 AS amount_fen
    FROM m WHERE disabled AND draw(key, 363, 100) < 20
    UNION ALL BY NAME
    SELECT case_id, row, key, gap, 23 AS seq, 'expense' AS kind, 'employment' AS class,
        'transport' AS code, (300 + draw(key, 364, 2700)) * 100 AS amount_fen
    FROM m WHERE employment = 'employed' AND draw(key, 365, 100) < 10
    UNION ALL BY NAME
    SELECT case_id, NULL AS row, home AS key, gap, 30 AS seq, 'asset' AS kind,
        'financial' AS class, 'deposit' AS code,
        total_fen * draw(home, 366, CASE WHEN poor THEN 60 ELSE 250 END) // 100 AS amount_fen
    FROM home WHERE draw(home, 367, 100) < CASE WHEN poor THEN 50 ELSE 75 END
    UNION ALL BY NAME
    SELECT case_id, NULL AS row, home AS key, gap, 31 AS seq, 'asset' AS kind, 'home' AS class,
        'home' AS code, (CASE WHEN urban THEN 4000 ELSE 1200 END) * area * 100 AS amount_fen,
        count, area AS area_m2, got = 'demolition' AS from_demolition, got AS acquired_by,
        days_before(CASE WHEN draw(home, 369, 1000) < 6 THEN draw(home, 370, 365)
            ELSE 366 + draw(home, 370, 10000) END) AS acquired_on
    FROM (
        SELECT *, CASE WHEN rank > 800000 AND draw(home, 371, 100) < 30 THEN 2 ELSE 1 END AS count,
            (20 + draw(home, 372, 25)) * least(size + 1, 5) AS area,
            CASE WHEN draw(home, 373, 100) < 5 THEN 'demolition'
                WHEN draw(home, 373, 100) < 15 THEN 'inherited'
                WHEN urban THEN 'bought' ELSE 'built' END AS got
        FROM home WHERE draw(home, 374, 100) < 95
    )
    UNION ALL BY NAME
    SELECT case_id, 0 AS row, home AS key, gap, 32 AS seq, 'asset' AS kind, 'vehicle' AS class,
        code, price * (20 + draw(home, 376, 80)) AS amount_fen
    FROM (
        SELECT *, CASE vehicle WHEN 'car' THEN 80000 WHEN 'motorcycle' THEN 4000 ELSE 2500 END AS price,
            vehicle AS code
        FROM (
            SELECT *, CASE WHEN draw(home, 375, 100) < CASE WHEN poor THEN 2 WHEN rank < 300000 THEN 20
                    ELSE 55 END THEN 'car'
                WHEN draw(home, 375, 100) < 62 THEN 'electric_bicycle'
                WHEN draw(home, 375, 100) < 72 THEN 'motorcycle'
                WHEN draw(home, 375, 100) < 73 AND poor THEN 'mobility_vehicle' END AS vehicle
            FROM home WHERE head_age BETWEEN 18 AND 75
        )
        WHERE vehicle IS NOT NULL
    )
    UNION ALL BY NAME
    SELECT case_id, 0 AS row, home AS key, gap, 33 AS seq, 'asset' AS kind, 'vehicle' AS class,
        'other' AS code, NULL AS amount_fen, true AS no_record, 'vehicle_register' AS dataset
    FROM home WHERE head_age > 75 AND draw(home, 377, 100) < 40
    UNION ALL BY NAME
    SELECT case_id, row, key, gap, 34 AS seq, 'asset' AS kind, 'machine' AS class,
        CASE WHEN draw(key, 378, 100) < 90 THEN 'small_farm' ELSE 'harvester' END AS code,
        (2000 + draw(key, 379, 20000)) * 100 AS amount_fen
    FROM m WHERE employment = 'farming' AND draw(key, 380, 100) < 10
    UNION ALL BY NAME
    SELECT case_id, row, key, gap, 35 AS seq, 'asset' AS kind, 'firm' AS class,
        CASE WHEN employment <> 'self_employed' THEN 'dormant'
            WHEN draw(key, 381, 100) < 60 THEN 'micro_no_employee' ELSE 'trading' END AS code,
        (5000 + draw(key, 382, 90000)) * 100 AS amount_fen
    FROM m
    WHERE draw(key, 383, 1000)
        < CASE WHEN employment = 'self_employed' THEN 300 WHEN age >= 18 THEN 3 ELSE 0 END
    UNION ALL BY NAME
    SELECT case_id, NULL AS row, home AS key, gap, 36 AS seq, 'asset' AS kind,
        'non_residential' AS class, CASE WHEN poor THEN 'only_home' ELSE 'shop' END AS code,
        (30000 + draw(home, 384, 500000)) * 100 AS amount_fen, 20 + draw(home, 385, 80) AS area_m2
    FROM home WHERE draw(home, 386, 1000) < CASE WHEN poor THEN 3 WHEN rank > 700000 THEN 60 ELSE 5 END
)
SELECT case_id, seq, key * 100 + seq AS key, gap, kind, class,
    CASE WHEN silent THEN NULL ELSE code END AS code,
    row IS NOT NULL AS has_owner, row AS member_row,
    CASE WHEN silent OR hidden THEN NULL ELSE amount_fen END AS amount_fen,
    coalesce(months, 12) AS months,
    CASE coalesce(course, 'year') WHEN 'started' THEN (1::BIGINT << (months + 1)) - 2
        WHEN 'ended' THEN (1::BIGINT << 13) - (1::BIGINT << (13 - months))
        ELSE 8190 END AS months_mask,
    coalesce(course, 'year') AS course,
    coalesce(refund_fen, 0) AS refund_fen,
    CASE WHEN silent OR hidden THEN NULL ELSE coalesce(public_fen, amount_fen) END AS public_fen,
    coalesce(no_record, false) AS no_record,
    coalesce(dataset, '') AS dataset,
    CASE WHEN silent THEN NULL ELSE coalesce(count, 1) END AS count,
    coalesce(area_m2, 0) AS area_m2,
    coalesce(from_demolition, false) AS from_demolition,
    coalesce(acquired_by, 'other') AS acquired_by,
    coalesce(acquired_on, 0) AS acquired_on
FROM (
    SELECT *, CASE WHEN gap THEN draw(key * 100 + seq, 400, 10000) < $each // 2 ELSE false END
            AS silent,
        CASE WHEN gap THEN draw(key * 100 + seq, 401, 10000) < $each // 2 ELSE false END AS hidden
    FROM found
)
ORDER BY case_id, seq, member_row NULLS FIRST
