-- Dibao by hand: verdict, fen a month and people, for every household of a city, as one query.
--
-- Written from the law as programmes/dibao/rules/2026-07-01.py states it, for Ziyang (430902) on
-- 2026-09-14: its standards of 7,800 and 5,016 yuan a year, a base wage of 20,400 yuan, and the
-- choices that ship stand as numbers and codes in the text. NULL is unknown, and means the same:
-- it spreads unless it could change nothing. Days are yyyymmdd, months are bits (bit 0: 2026-09;
-- 8190 are the twelve before; 510 those in which a basic pension counts; 7680 the others).
--
-- One pass over each file. Nearly everyone counts in his own household, so items look up only
-- the few who do not.
WITH
-- whether each member counts
person AS MATERIALIZED (
  SELECT *, CASE
      WHEN absence IN ('prison', 'compulsory_detox', 'missing', 'cleric_3_years', 'conscript')
        THEN FALSE
      WHEN absence IS NULL THEN NULL
      WHEN receives IN ('tekun', 'dibao_single') THEN FALSE
      WHEN receives IS NULL THEN NULL
      WHEN relation IN ('self', 'spouse') THEN TRUE
      WHEN relation <> 'child' THEN lives_with AND support_duty
      WHEN born_on IS NULL THEN NULL
      WHEN born_on > 20080914 THEN TRUE
      WHEN student IN ('preschool', 'compulsory', 'high_school', 'vocational', 'undergraduate')
        THEN TRUE
      WHEN student IS NULL THEN NULL
      WHEN cannot_live_alone THEN TRUE
      WHEN cannot_live_alone IS NULL THEN NULL
      ELSE lives_with AND support_duty
    END AS counted
  FROM (
    SELECT case_id, "row", relation, born_on, registration, sex, student, employment,
      absence, receives, lives_with, cannot_live_alone, support_duty, illness,
      disability_kind <> 'none' AS disabled,
      disability_kind IN ('intellectual', 'mental') AS of_mind,
      disability_kind IN ('hearing', 'speech') AS of_ear,
      disability_level, regexp_matches(disability_also, '\|[12]\|') AS severe_too
    FROM members
  )
),
-- his standard, his higher share, what he can work
ability AS (
  SELECT case_id, counted,
    CASE
      WHEN NOT counted THEN 0
      WHEN counted AND registration = 'urban' THEN 780000
      WHEN counted AND registration IS NOT NULL THEN 501600
    END AS line,
    CASE
      WHEN NOT counted THEN 0
      WHEN severe IS NULL OR illness IS NULL OR born_on IS NULL THEN NULL
      WHEN severe OR illness = 'major' THEN CASE
        WHEN counted AND registration = 'urban' THEN 32500
        WHEN counted AND registration IS NOT NULL THEN 20900 END
      WHEN born_on <= 19560914 OR born_on > 20080914 THEN CASE
        WHEN counted AND registration = 'urban' THEN 19500
        WHEN counted AND registration IS NOT NULL THEN 12540 END
      ELSE 0
    END AS extra,
    CASE
      WHEN hinders OR NOT works THEN 0
      WHEN works AND NOT hinders THEN CASE
        WHEN disabled OR illness = 'chronic' THEN 20
        WHEN NOT (disabled OR illness = 'chronic') THEN 100 END
    END AS capacity,
    counted AND hinders AS is_hindered,
    counted AND NOT hinders AND (disabled OR illness = 'chronic') AS is_mild,
    counted AND (student = 'preschool' OR born_on > 20200914) AS is_small,
    counted AND student NOT IN ('none', 'preschool') AS is_student
  FROM (
    SELECT *,
      severe_too OR (disabled AND (disability_level <= 2 OR (of_mind AND disability_level <= 3)))
        AS severe,
      (disabled AND disability_level <= 2 AND NOT of_ear) OR of_mind OR illness = 'major'
        AS hinders,
      counted AND born_on <= 20100914
        AND CASE
          WHEN sex = 'male' THEN born_on > 19660914
          WHEN sex IS NOT NULL THEN born_on > 19710914
          WHEN born_on > 19710914 THEN TRUE
          WHEN born_on <= 19660914 THEN FALSE
        END
        AND student = 'none' AND employment NOT IN ('carer', 'unable') AS works
    FROM person
  )
),
family AS (
  SELECT case_id,
    CASE WHEN count(counted) = count(*) THEN count(*) FILTER (counted) END AS people,
    CASE WHEN count(line) = count(*) THEN sum(line)::BIGINT END AS line,
    CASE WHEN count(extra) = count(*) THEN sum(extra)::BIGINT END AS extra,
    CASE WHEN count(capacity) = count(*) THEN sum(capacity)::BIGINT END AS capacity,
    CASE WHEN count(is_hindered) = count(*) THEN count(*) FILTER (is_hindered) END AS hindered,
    CASE WHEN count(is_mild) = count(*) THEN count(*) FILTER (is_mild) END AS mild,
    CASE WHEN count(is_student) = count(*) THEN count(*) FILTER (is_student) END AS students,
    CASE WHEN bool_or(is_small) THEN TRUE WHEN count(is_small) = count(*) THEN FALSE END AS small
  FROM ability GROUP BY case_id
),
-- those who do not count, or of whom that is unknown
apart AS (
  SELECT case_id * 100 + "row" AS who, counted FROM person WHERE counted IS NOT TRUE
),
-- every income, cost and thing: its slot, and what of its amount falls in the year
entry AS MATERIALIZED (
  SELECT case_id, owner, slot,
    CASE
      WHEN NOT counted OR fen = 0 OR excluded THEN 0
      WHEN counted AND NOT excluded THEN fen
    END AS fen,
    counted, number, area_m2, from_demolition,
    counted AND CASE slot
      WHEN 11 THEN acquired_by IN ('bought', 'built') AND acquired_on + 10000 >= 20260914
      WHEN 12 THEN there AND code NOT IN (
        'sole_livelihood_vehicle', 'mobility_vehicle', 'motorcycle', 'electric_bicycle')
      WHEN 13 THEN there AND code <> 'small_farm'
      WHEN 14 THEN there AND code NOT IN ('dormant', 'cancelled', 'micro_no_employee')
      WHEN 15 THEN there AND code <> 'only_home'
      ELSE FALSE
    END AS bars
  FROM (
    SELECT *,
      CASE
        WHEN amount = 0 THEN 0
        WHEN slot >= 10 THEN amount
        WHEN paid = 0 THEN 0
        WHEN course = 'started' THEN (amount * paid * 24 + months * span) // (months * span * 2)
        WHEN paid = months THEN amount
        ELSE (amount * paid * 2 + months) // (months * 2)
      END AS fen,
      slot <= 4 AND code IN (
        'preferential_pension', 'family_planning', 'scholarship', 'bravery', 'dibao', 'tekun',
        'temporary_aid', 'medical_aid', 'education_aid', 'disability_subsidy', 'price_subsidy',
        'housing_aid', 'old_age_allowance', 'orphan_allowance', 'factual_orphan_allowance'
      ) AS excluded
    FROM (
      SELECT *,
        CASE
          WHEN slot <> 8 THEN bill
          WHEN bill <= public_fen THEN bill
          WHEN public_fen < bill THEN public_fen
        END AS amount,
        CASE
          WHEN slot > 4 OR code <> 'basic_pension' THEN span
          WHEN code = 'basic_pension' THEN bit_count(months_mask & 510)
          WHEN bit_count(months_mask & 7680) = 0 THEN span
        END AS paid,
        CASE WHEN NOT no_record THEN "count" WHEN in_register THEN 0 END AS number,
        CASE WHEN NOT no_record THEN code IS NOT NULL OR NULL WHEN in_register THEN FALSE END
          AS there
      FROM (
        SELECT *,
          CASE
            WHEN slot NOT IN (8, 9) THEN given
            WHEN given <= refund_fen THEN 0
            ELSE given - refund_fen
          END AS bill
        FROM (
          SELECT *, CASE WHEN NOT no_record THEN amount_fen WHEN in_register THEN 0 END AS given
          FROM (
            SELECT i.*,
              CASE WHEN has_owner THEN member_row END AS owner,
              CASE WHEN u.who IS NULL THEN TRUE ELSE u.counted END AS counted,
              bit_count(months_mask & 8190)::BIGINT AS span,
              dataset IN ('vehicle_register', 'real_estate_register', 'firm_register',
                'pension_register') AS in_register,
              CASE kind
                WHEN 'income' THEN CASE class WHEN 'wage' THEN 0 WHEN 'business' THEN 1
                  WHEN 'property' THEN 2 WHEN 'transfer' THEN 3 ELSE 4 END
                WHEN 'expense' THEN CASE class WHEN 'business' THEN 5 WHEN 'property' THEN 6
                  WHEN 'transfer' THEN 7 WHEN 'schooling' THEN 8
                  WHEN 'medical' THEN 9 WHEN 'disability' THEN 9 END
                ELSE CASE class WHEN 'financial' THEN 10 WHEN 'home' THEN 11
                  WHEN 'vehicle' THEN 12 WHEN 'machine' THEN 13 WHEN 'firm' THEN 14
                  ELSE 15 END
              END AS slot
            FROM items i LEFT JOIN apart u
              ON CASE WHEN has_owner THEN i.case_id * 100 + i.member_row END = u.who
          )
          WHERE slot IS NOT NULL
        )
      )
    )
  )
),
-- a tenth of each person's wage is the cost of work
wage AS (
  SELECT case_id,
    sum(CASE WHEN owner IS NULL THEN known ELSE known - (known + 5) // 10 END)::BIGINT AS known,
    bool_and(sure) AS sure
  FROM (
    SELECT case_id, owner, COALESCE(sum(fen), 0)::BIGINT AS known, count(fen) = count(*) AS sure
    FROM entry WHERE slot = 0 GROUP BY case_id, owner
  )
  GROUP BY case_id
),
-- what supporters outside owe: agreed, or half of what they have over the line
support AS (
  SELECT case_id, sum(fen)::BIGINT AS known, count(fen) = count(*) AS sure
  FROM (
    SELECT case_id, CASE WHEN NOT counted OR fen = 0 THEN 0 WHEN counted THEN fen END AS fen
    FROM (
      SELECT case_id, counted,
        CASE WHEN paid_fen >= due THEN paid_fen WHEN paid_fen < due THEN due END AS fen
      FROM (
        SELECT s.case_id, s.paid_fen,
          CASE WHEN u.who IS NULL THEN TRUE ELSE u.counted END AS counted,
          CASE
            WHEN agreed THEN agreed_fen
            WHEN NOT consent OR by_formula = paid_fen THEN paid_fen
            WHEN consent THEN by_formula
          END AS due
        FROM (
          SELECT *, CASE
            WHEN supported_count > 0 AND household_income_fen <= 780000 * household_size THEN 0
            WHEN supported_count > 0
              THEN (household_income_fen - 780000 * household_size + supported_count)
                // (supported_count * 2)
          END AS by_formula
          FROM supporters
        ) s LEFT JOIN apart u ON s.case_id * 100 + s.member_row = u.who
      )
    )
  )
  GROUP BY case_id
),
purse AS (
  SELECT case_id,
    sum(fen) FILTER (slot = 1)::BIGINT AS business,
    sum(fen) FILTER (slot = 2)::BIGINT AS property,
    sum(fen) FILTER (slot = 3)::BIGINT AS transfer,
    sum(fen) FILTER (slot = 4)::BIGINT AS other,
    sum(fen) FILTER (slot = 5)::BIGINT AS business_cost,
    sum(fen) FILTER (slot = 6)::BIGINT AS property_cost,
    sum(fen) FILTER (slot = 7)::BIGINT AS transfer_cost,
    sum(fen) FILTER (slot IN (8, 9))::BIGINT AS deducted,
    sum(fen) FILTER (slot = 10)::BIGINT AS savings,
    count(*) FILTER (slot = 1 AND fen IS NULL) AS business_gaps,
    count(*) FILTER (slot IN (2, 3, 4) AND fen IS NULL) AS income_gaps,
    count(*) FILTER (slot = 5 AND fen IS NULL) AS business_cost_gaps,
    count(*) FILTER (slot = 6 AND fen IS NULL) AS property_cost_gaps,
    count(*) FILTER (slot = 7 AND fen IS NULL) AS transfer_cost_gaps,
    count(*) FILTER (slot IN (8, 9) AND fen IS NULL) AS deducted_gaps,
    count(*) FILTER (slot = 10 AND fen IS NULL) AS savings_gaps,
    bool_or(bars) AS bars,
    count(*) FILTER (bars IS NULL) AS bars_gaps
  FROM entry WHERE slot > 0 GROUP BY case_id
),
home AS (
  SELECT case_id,
    CASE WHEN count(ordinary) = count(*) THEN sum(ordinary)::BIGINT END AS ordinary,
    CASE WHEN count(resettled) = count(*) THEN sum(resettled)::BIGINT END AS resettled,
    CASE WHEN count(area) = count(*) THEN sum(area)::BIGINT END AS area
  FROM (
    SELECT case_id,
      CASE WHEN NOT counted OR from_demolition OR number = 0 THEN 0
        WHEN counted AND NOT from_demolition THEN number END AS ordinary,
      CASE WHEN NOT counted OR NOT from_demolition OR number = 0 THEN 0
        WHEN counted AND from_demolition THEN number END AS resettled,
      CASE WHEN NOT counted OR area_m2 = 0 OR number = 0 THEN 0
        WHEN counted AND number IS NOT NULL THEN area_m2 END AS area
    FROM entry WHERE slot = 11
  )
  GROUP BY case_id
)
SELECT case_id, met AS "dibao.met",
  CASE
    WHEN NOT met THEN 0
    WHEN met OR base + extra = 0 THEN base + extra
  END::BIGINT AS "dibao.amount",
  people AS "dibao.people"
FROM (
  SELECT *,
    people >= 1
      AND CASE WHEN least_income >= line THEN FALSE ELSE countable < line END
      AND CASE WHEN savings * 12 > line * 24 THEN FALSE
        WHEN savings_gaps = 0 THEN savings * 12 <= line * 24 END
      AND NOT (ordinary >= 2 AND area > people * 36)
      AND NOT (resettled >= 3 AND area > people * 72)
      AND NOT CASE WHEN bars THEN TRUE WHEN bars_gaps = 0 THEN FALSE END AS met,
    CASE WHEN countable >= line THEN 0 ELSE ((line - countable) * 2 + 12) // 24 END AS base
  FROM (
    SELECT *,
      CASE
        WHEN worked + labour + rest <= deducted THEN 0
        ELSE worked + labour + rest - deducted
      END AS countable,
      CASE
        WHEN deducted IS NULL THEN NULL
        ELSE greatest(0, greatest(wage_known + business_known, worked + labour, 0)
          + property_known + transfer_known + other_known - deducted)
      END AS least_income
    FROM (
      SELECT *,
        CASE
          WHEN imputed = 0 OR imputed <= worked THEN 0
          WHEN imputed > worked THEN imputed - worked
        END AS labour
      FROM (
        SELECT f.case_id, f.people, f.line, f.extra,
          COALESCE(w.known, 0) AS wage_known,
          COALESCE(CASE WHEN business_cost_gaps = 0
            THEN greatest(0, COALESCE(business, 0) - COALESCE(business_cost, 0)) END, 0)
            AS business_known,
          COALESCE(CASE WHEN property_cost_gaps = 0
            THEN greatest(0, COALESCE(property, 0) - COALESCE(property_cost, 0)) END, 0)
            AS property_known,
          COALESCE(CASE WHEN COALESCE(transfer_cost_gaps, 0) = 0
            THEN greatest(0, COALESCE(transfer, 0) + COALESCE(s.known, 0)
              - COALESCE(transfer_cost, 0)) END, 0) AS transfer_known,
          COALESCE(other, 0) AS other_known,
          CASE WHEN w.sure IS DISTINCT FROM FALSE
            AND COALESCE(business_gaps + business_cost_gaps, 0) = 0
            THEN wage_known + business_known END AS worked,
          CASE WHEN s.sure IS DISTINCT FROM FALSE
            AND COALESCE(income_gaps + property_cost_gaps + transfer_cost_gaps, 0) = 0
            THEN property_known + transfer_known + other_known END AS rest,
          CASE WHEN COALESCE(deducted_gaps, 0) = 0 THEN COALESCE(p.deducted, 0) END AS deducted,
          COALESCE(p.savings, 0) AS savings, COALESCE(savings_gaps, 0) AS savings_gaps,
          CASE WHEN h.case_id IS NULL THEN 0 ELSE h.ordinary END AS ordinary,
          CASE WHEN h.case_id IS NULL THEN 0 ELSE h.resettled END AS resettled,
          CASE WHEN h.case_id IS NULL THEN 0 ELSE h.area END AS area,
          bars, COALESCE(bars_gaps, 0) AS bars_gaps,
          CASE WHEN f.capacity <= less THEN 0 ELSE 20400 * (f.capacity - less) END AS imputed
        FROM (
          SELECT *, CASE WHEN two_mild IS NOT NULL AND alone IS NOT NULL AND one_severe IS NOT NULL
            THEN greatest(two_mild, alone, one_severe) END AS less
          FROM (
            SELECT f.*,
              CASE WHEN mild >= 2 THEN 30 WHEN mild < 2 THEN 0 END AS two_mild,
              CASE WHEN single_parent AND students >= 2 THEN 50
                WHEN NOT (single_parent AND students >= 2) THEN 0 END AS alone,
              CASE
                WHEN hindered >= 1 AND (mild >= 1 OR small) THEN 150
                WHEN NOT (hindered >= 1 AND (mild >= 1 OR small))
                  THEN CASE WHEN hindered >= 1 THEN 100 WHEN hindered < 1 THEN 0 END
              END AS one_severe
            FROM family f JOIN households USING (case_id)
          )
        ) f
        LEFT JOIN purse p USING (case_id)
        LEFT JOIN wage w USING (case_id)
        LEFT JOIN support s USING (case_id)
        LEFT JOIN home h USING (case_id)
      )
    )
  )
)
