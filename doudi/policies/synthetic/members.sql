-- The members of the chunk.
SELECT case_id, row, key, gap, relation, days_before(born_days(age, draw(key, 62, 361))) AS born_on,
    CASE WHEN male THEN 'male' ELSE 'female' END AS sex,
    CASE WHEN urban <> (relation IN ('spouse', 'child_in_law') AND draw(key, 63, 10000) < 600)
        THEN 'urban' ELSE 'rural' END AS registration,
    student, kind_of_disability AS disability_kind, level AS disability_level,
    '|' AS disability_also, illness, absence,
    NOT (relation NOT IN ('self', 'spouse') AND age >= 22 AND draw(key, 64, 10000) < 300)
        AS lives_with,
    relation = 'child' AND age >= 18 AND severe AND draw(key, 65, 100) < 80 AS cannot_live_alone,
    relation <> 'self' AS support_duty,
    employment,
    CASE WHEN relation = 'self' OR NOT poor OR NOT (severe OR age >= 60) THEN 'none'
        WHEN draw(key, 66, 1000) < 20 THEN 'tekun'
        WHEN severe AND draw(key, 66, 1000) < 80 THEN 'dibao_single' ELSE 'none' END AS receives,
    CASE WHEN NOT assessed THEN NULL WHEN severe AND level = 1 THEN 2 + draw(key, 68, 5)
        WHEN severe THEN draw(key, 68, 5) ELSE greatest(draw(key, 68, 12) - 7, 0) END
        AS self_care_failed,
    CASE WHEN NOT assessed THEN NULL WHEN severe THEN draw(key, 69, 48)
        ELSE greatest(draw(key, 69, 24) - 16, 0) END AS care_months,
    CASE WHEN poor AND relation <> 'self' AND (severe OR age >= 60)
        AND draw(key, 66, 1000) < 6 THEN 'institution' ELSE 'home' END AS placement,
    father, mother,
    CASE WHEN father IN ('prison', 'lost_contact', 'compulsory_detox') THEN 1 + draw(key, 72, 60)
        WHEN father IS NOT NULL THEN 0 END AS father_months,
    CASE WHEN mother IN ('prison', 'lost_contact', 'compulsory_detox') THEN 1 + draw(key, 73, 60)
        WHEN mother IS NOT NULL THEN 0 END AS mother_months,
    0 AS died_on,
    -- the places of two texts in their lists: the texts themselves are long
    CASE WHEN silent THEN 0 ELSE trait END AS traits_yes,
    CASE WHEN silent THEN 0 ELSE trait + 1 END AS traits_no
FROM (
    SELECT *, (severe OR age >= 75) AND draw(key, 67, 100) < 70 AS assessed,
        CASE WHEN age < 18 THEN parent_state(draw(key, 70, 10000), skipped, single AND head_sex >= men(head_age)) END
            AS father,
        CASE WHEN age < 18 THEN parent_state(draw(key, 71, 10000), skipped, single AND head_sex < men(head_age)) END
            AS mother,
        CASE WHEN gap THEN draw(key, 74, 10000) < $each ELSE false END AS silent,
        $trait AS trait
    FROM p
)
ORDER BY case_id, row
