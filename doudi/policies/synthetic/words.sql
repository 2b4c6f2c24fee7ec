-- What the queries of a city say more than once. Draws are whole numbers: nothing is rounded.
CREATE OR REPLACE MACRO draw(key, salt, n) AS
    (hash(xor((key * 1024 + salt)::UBIGINT, $seed::UBIGINT)) % n::UBIGINT)::BIGINT;
CREATE OR REPLACE MACRO men(age) AS getvariable('men')[least(age // 5, 19) + 1];
CREATE OR REPLACE MACRO as_day(day) AS year(day) * 10000 + month(day) * 100 + day(day);
CREATE OR REPLACE MACRO days_before(days) AS as_day(DATE '$day' - days::INTEGER);
-- Days since birth of somebody who is exactly so many years old; day from 0 to 360.
CREATE OR REPLACE MACRO born_days(age, day) AS (age * 1461 + 3) // 4 + 2 + day;
-- Fen a year for each head of a household at a rank of the million, between two hundredths.
CREATE OR REPLACE MACRO between_knots(knots, rank) AS
    knots[rank // 10000 + 1]
    + (knots[rank // 10000 + 2] - knots[rank // 10000 + 1]) * (rank % 10000) // 10000;
CREATE OR REPLACE MACRO income(urban, rank) AS
    CASE WHEN urban THEN between_knots(getvariable('urban_fen'), rank)
        ELSE between_knots(getvariable('rural_fen'), rank) END;
CREATE OR REPLACE MACRO disability_rate(age, poor) AS $disability_rate;
CREATE OR REPLACE MACRO disability_kind(drawn) AS $disability_kind;
CREATE OR REPLACE MACRO disability_level(drawn) AS $disability_level;
CREATE OR REPLACE MACRO major_rate(age, poor) AS
    ($major_rate) * CASE WHEN poor THEN $major_times ELSE 1 END;
CREATE OR REPLACE MACRO chronic_rate(age) AS $chronic_rate;
-- A father or mother of a minor; away: the child lives with the other one, or with grandparents.
CREATE OR REPLACE MACRO parent_state(drawn, skipped, away) AS CASE
    WHEN skipped OR away THEN CASE
        WHEN drawn < 1500 THEN 'dead' WHEN drawn < 2300 THEN 'lost_contact'
        WHEN drawn < 2600 THEN 'prison' WHEN drawn < 2900 THEN 'severe_disability'
        WHEN drawn < 3000 THEN 'missing' ELSE 'able' END
    WHEN drawn < 40 THEN 'dead' WHEN drawn < 60 THEN 'severe_disability'
    WHEN drawn < 90 THEN 'major_illness' WHEN drawn < 100 THEN 'prison'
    WHEN drawn < 110 THEN 'lost_contact' WHEN drawn < 115 THEN 'custody_revoked'
    WHEN drawn < 118 THEN 'restricted' WHEN drawn < 120 THEN 'compulsory_detox'
    WHEN drawn < 121 THEN 'deported' ELSE 'able' END;
