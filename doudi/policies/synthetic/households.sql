-- The households of the chunk.
SELECT case_id, $date AS date, $place AS place, home AS key, gap,
    CASE WHEN urban THEN 'urban' ELSE 'rural' END AS registration,
    single AND minors > 0 AS single_parent,
    CASE WHEN held = 'dibao' THEN size * (150 + draw(home, 9, 300)) * 100 ELSE 0 END AS aid_fen,
    CASE WHEN held = 'dibao' AND draw(home, 10, 100) < 8
        THEN (3000 + draw(home, 11, 9000)) * 100 ELSE 0 END AS aid_work_rise_fen,
    CASE WHEN held = 'dibao' THEN draw(home, 12, 6) ELSE 0 END AS aid_months_used,
    event_kind,
    CASE WHEN struck THEN days_before(draw(home, 15, 180)) END AS event_on,
    CASE WHEN NOT struck THEN 0 WHEN draw(home, 16, 100) < 3 THEN NULL ELSE cost_fen END
        AS event_cost_fen,
    CASE WHEN struck THEN cost_fen * draw(home, 17, 70) // 100 ELSE 0 END AS event_refund_fen,
    struck AND draw(home, 18, 100) < 5 AS event_again,
    CASE WHEN struck AND draw(home, 18, 100) < 12 THEN (500 + draw(home, 19, 3000)) * 100
        ELSE 0 END AS event_aided_fen,
    CASE held WHEN 'none' THEN '|' ELSE '|' || held || '|' END AS holds,
    CASE WHEN silent THEN 0 ELSE need END AS needs_yes,
    CASE WHEN silent THEN 0 ELSE need + 1 END AS needs_no
FROM (
    SELECT *, struck_by AS event_kind, struck_by <> 'none' AS struck,
        (500 + draw(home, 14, 300) * draw(home, 14, 200)) * 100 AS cost_fen
    FROM (
        SELECT *, $need AS need, CASE WHEN gap THEN draw(home, 20, 10000) < $each ELSE false END AS silent,
            CASE WHEN draw(home, 13, 1000) < 985 THEN 'none'
                ELSE ['accident', 'traffic', 'illness', 'illness', 'illness', 'fire', 'disaster',
                    'death', 'unemployment', 'schooling', 'other'][draw(home, 13, 1000) % 11 + 1]
                END AS struck_by
        FROM home
    )
)
ORDER BY case_id
