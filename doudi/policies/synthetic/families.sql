-- One chunk of the city: h, a row for each household; p, a row for each member, with what he earns.
-- draw(key, salt, n) gives 0 to n-1, the same for the same seed, key and salt.
-- Salts: households 1-49, members 50-99, questions from 100, supporters 300-349, items 350-449,
-- answers that nobody gave from 500.

CREATE OR REPLACE TEMP TABLE h AS
SELECT *, rank < 100000 AS poor,
    rank < 100000 AND draw(home, 5, 10000) < $hard AS hard,
    income(urban, rank) * size AS total_fen
FROM (
    SELECT id AS case_id, id * 100 + 99 AS home, kind, size, alone, single, skipped,
        age_from + draw(id * 100 + 99, 2, 5) AS head_age,
        draw(id * 100 + 99, 3, 10000) < $urban AS urban,
        draw(id * 100 + 99, 4, 1000000) AS rank,
        draw(id * 100 + 99, 6, 10000) AS head_sex,
        draw(id * 100 + 99, 7, 10000) < $gaps AS gap
    FROM range($first, $last) AS numbers(id)
    JOIN slots ON slot = draw(id * 100 + 99, 1, $slots)
);

CREATE OR REPLACE TEMP TABLE persons AS
SELECT *,
    CASE sex_rule WHEN 'male' THEN true WHEN 'female' THEN false
        WHEN 'opposite' THEN head_sex >= men(head_age)
        WHEN 'head' THEN head_sex < men(age)
        ELSE draw(key, 51, 10000) < men(age) END AS male
FROM (
    SELECT h.*, row, relation, sex_rule, case_id * 100 + row AS key,
        least(greatest(head_age + low + draw(case_id * 100 + row, 50, span), 0), 100)::INTEGER
            AS age
    FROM h JOIN parts USING (kind)
);

CREATE OR REPLACE TEMP TABLE states AS
SELECT *,
    kind_of_disability <> 'none'
        AND (level <= 2 OR level = 3 AND kind_of_disability IN ('intellectual', 'mental'))
        AS severe,
    age >= 60 OR urban AND NOT male AND age >= 55 AS old
FROM (
    SELECT *,
        CASE WHEN age BETWEEN 3 AND 5 AND school < 90 THEN 'preschool'
            WHEN age BETWEEN 6 AND 14 THEN 'compulsory'
            WHEN age BETWEEN 15 AND 17 AND school < 55 THEN 'high_school'
            WHEN age BETWEEN 15 AND 17 AND school < 90 THEN 'vocational'
            WHEN NOT (relation IN ('child', 'grandchild', 'sibling') OR alone) THEN 'none'
            WHEN age BETWEEN 18 AND 21 AND school < 50 THEN 'undergraduate'
            WHEN age BETWEEN 22 AND 25 AND school < 8 THEN 'postgraduate'
            ELSE 'none' END AS student,
        CASE WHEN disabled THEN disability_kind(draw(key, 54, $kinds)) ELSE 'none' END
            AS kind_of_disability,
        CASE WHEN disabled THEN disability_level(draw(key, 55, 10000)) ELSE 0 END AS level,
        CASE WHEN ill < major THEN 'major' WHEN ill < major + chronic_rate(age) THEN 'chronic'
            ELSE 'none' END AS illness,
        CASE WHEN relation = 'self' OR age < 18 THEN 'none'
            WHEN away < 1500 AND male AND relation = 'child' AND age BETWEEN 18 AND 22
                THEN 'conscript'
            WHEN away < 98000 THEN 'none'
            WHEN away < 98120 THEN 'prison'
            WHEN away < 98140 THEN 'compulsory_detox'
            WHEN away < 98150 THEN 'missing'
            WHEN away < 98155 THEN 'cleric_3_years'
            ELSE 'none' END AS absence
    FROM (
        SELECT *, draw(key, 53, 1000000) < disability_rate(age, poor) AS disabled,
            major_rate(age, poor) AS major, draw(key, 52, 100) AS school,
            draw(key, 56, 10000) AS ill, draw(key, 57, 100000) AS away
        FROM persons
    )
);

CREATE OR REPLACE TEMP TABLE p AS
SELECT *, CASE employment
        WHEN 'employed' THEN 60 + draw(key, 60, 80)
        WHEN 'self_employed' THEN 60 + draw(key, 60, 80)
        WHEN 'farming' THEN 30 + draw(key, 60, 60)
        WHEN 'retired' THEN 40 + draw(key, 60, 40)
        ELSE 0 END AS weight,
    CASE WHEN age >= 60 AND employment <> 'retired' AND absence = 'none'
        THEN (1300 + draw(key, 61, 1400)) * 100 ELSE 0 END AS basic_fen
FROM (
    SELECT *, CASE
        WHEN student <> 'none' OR age < 16 OR absence <> 'none' THEN 'none'
        WHEN old AND draw(key, 58, 10000) < CASE WHEN urban THEN 8000 ELSE 1200 END
            // CASE WHEN poor THEN 6 ELSE 1 END THEN 'retired'
        WHEN old AND (urban OR severe OR hard OR age >= 75) THEN 'none'
        WHEN old THEN CASE WHEN work < 5000 THEN 'farming' ELSE 'none' END
        WHEN (severe OR illness = 'major') AND work < 7500 THEN 'unable'
        WHEN hard AND work < $unable THEN 'unable'
        WHEN hard AND work < $unable + $carer THEN 'carer'
        WHEN hard THEN 'job_seeking'
        WHEN work % 100 < 4 THEN 'job_seeking'
        WHEN work % 100 < 8 AND NOT male THEN 'carer'
        WHEN work % 100 < 20 THEN 'self_employed'
        WHEN work % 100 < 55 AND NOT urban THEN 'farming'
        ELSE 'employed' END AS employment
    FROM (SELECT *, draw(key, 59, 10000) AS work FROM states)
);

CREATE OR REPLACE TEMP TABLE g AS
SELECT case_id, sum(weight)::BIGINT AS weights, sum(basic_fen)::BIGINT AS basics,
    count(*) FILTER (age < 18) AS minors
FROM p GROUP BY case_id;

-- The household as a whole again, with what its members came to.
CREATE OR REPLACE TEMP TABLE home AS
SELECT h.*, weights, minors, greatest(total_fen - basics, 0) AS earned_fen,
    CASE WHEN draw(home, 8, 10000) < CASE WHEN hard AND rank < 40000 THEN 6000 ELSE 0 END
            THEN 'dibao'
        WHEN poor AND draw(home, 8, 10000) < 500 THEN 'edge' ELSE 'none' END AS held
FROM h JOIN g USING (case_id);
