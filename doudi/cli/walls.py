"""The second lock under the guards: PostgreSQL shows the web role a family's facts and files only
where the person of this request has to do with that family (docs/adr/0008-walls.md).

Who asks is said by `doudi.accounts.middleware.PlaceWall`, per request; nothing said, nothing seen.
Wider than the guards in what a person may do, and never narrower in which families he meets.
"""

POLICIES = {
    "facts_fact": "doudi_sees_household(household_id)",
    "facts_snapshot": "doudi_sees_household(household_id)",
    "files_file": "doudi_sees_file(owner_noun, owner_key)",
}

# PL/pgSQL keeps its plans for the session; a function in plain SQL would be planned per query.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION doudi_asks(who text) RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('doudi.' || who, true), '')::bigint $$;

CREATE OR REPLACE FUNCTION doudi_reaches(code text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM unnest(string_to_array(current_setting('doudi.places', true), ',')) AS place
        WHERE place <> '' AND starts_with(code, place));
END $$;

CREATE OR REPLACE FUNCTION doudi_same(known bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE same(id) AS (
        SELECT unnest(known)
        UNION
        SELECT CASE WHEN m.person_id = same.id THEN m.same_id ELSE m.person_id END
        FROM people_merge m JOIN same ON same.id IN (m.person_id, m.same_id)
        WHERE m.reversed_at IS NULL)
    SELECT coalesce(array_agg(id), '{}') FROM same
$$;

CREATE OR REPLACE FUNCTION doudi_sees_household(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    asker bigint := doudi_asks('user');
    office bigint := doudi_asks('office');
    mine bigint[];
    wards bigint[];
BEGIN
    IF asker IS NULL THEN
        RETURN false;
    END IF;
    -- what was begun in this sign-in, or by this grid worker
    IF EXISTS (SELECT FROM applications_application a
               WHERE a.household_id = wanted AND a.started_by_id = asker) THEN
        RETURN true;
    END IF;
    IF office IS NULL THEN
        SELECT doudi_same(array_agg(l.person_id)) INTO mine FROM people_login l
        WHERE l.user_id = asker AND l.revoked_at IS NULL;
        SELECT doudi_same(array_agg(r.person_id)) INTO wards FROM people_representation r
        WHERE r.by_person_id = ANY (mine) AND r.ended_at IS NULL;
        RETURN EXISTS (SELECT FROM people_membership m
                       WHERE m.household_id = wanted AND m.person_id = ANY (mine || wards));
    END IF;
    -- where the family lives, has asked, or has its award
    RETURN EXISTS (SELECT FROM people_household h JOIN accounts_place p ON p.id = h.place_id
                   WHERE h.id = wanted AND doudi_reaches(p.code))
        OR EXISTS (SELECT FROM applications_application a JOIN accounts_place p ON p.id = a.place_id
                   WHERE a.household_id = wanted
                     AND (a.intake_office_id = office OR doudi_reaches(p.code)))
        OR EXISTS (SELECT FROM awards_award w
                   JOIN awards_awardplace ap ON ap.award_id = w.id
                   JOIN accounts_place p ON p.id = ap.place_id
                   WHERE w.household_id = wanted AND doudi_reaches(p.code))
        -- whom another office asked to visit it; who acts for a member of it
        OR EXISTS (SELECT FROM visits_ask k
                   WHERE k.household_id = wanted AND k.office_id = office)
        OR EXISTS (SELECT FROM visits_plan v
                   WHERE v.household_id = wanted AND v.asked_office_id = office)
        OR EXISTS (SELECT FROM people_representation r
                   JOIN people_membership m ON m.person_id = ANY (doudi_same(ARRAY[r.person_id]))
                   WHERE m.household_id = wanted AND r.by_office_id = office
                     AND r.ended_at IS NULL);
END $$;

CREATE OR REPLACE FUNCTION doudi_sees_file(of_noun text, of_key text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    seen boolean;
BEGIN
    CASE of_noun
        WHEN 'household' THEN
            seen := doudi_sees_household(of_key::bigint);
        WHEN 'person' THEN  -- in nobody's household: anybody's
            SELECT coalesce(bool_or(doudi_sees_household(m.household_id)),
                            doudi_asks('office') IS NOT NULL)
            INTO seen FROM people_membership m WHERE m.person_id = of_key::bigint;
        WHEN 'authorisation' THEN
            SELECT doudi_sees_household(household_id) INTO seen
            FROM people_authorisation WHERE id = of_key::uuid;
        WHEN 'check' THEN
            SELECT doudi_sees_household(household_id) INTO seen
            FROM verification_check WHERE id = of_key::bigint;
        WHEN 'visit' THEN
            SELECT doudi_sees_household(p.household_id) INTO seen
            FROM visits_visit v JOIN visits_plan p ON p.id = v.plan_id WHERE v.id = of_key::uuid;
        WHEN 'application' THEN
            SELECT doudi_sees_household(a.household_id) INTO seen
            FROM applications_application a WHERE a.key = of_key::uuid;
        WHEN 'decision' THEN
            SELECT doudi_sees_household(household_id) INTO seen
            FROM decisions_decision WHERE id = of_key::bigint;
        WHEN 'letter' THEN
            SELECT doudi_sees_household(d.household_id) INTO seen
            FROM decisions_letter l JOIN decisions_decision d ON d.id = l.decision_id
            WHERE l.id = of_key::bigint;
        WHEN 'objection' THEN
            SELECT doudi_reaches(p.code) INTO seen
            FROM decisions_objection o
            JOIN decisions_postingline l ON l.id = o.line_id
            JOIN decisions_posting s ON s.id = l.posting_id
            JOIN accounts_place p ON p.id = s.place_id WHERE o.id = of_key::bigint;
        WHEN 'posting' THEN
            SELECT doudi_reaches(p.code) INTO seen
            FROM decisions_posting s JOIN accounts_place p ON p.id = s.place_id
            WHERE s.id = of_key::bigint;
        WHEN 'conference' THEN
            SELECT c.office_id = doudi_asks('office') OR doudi_reaches(p.code) INTO seen
            FROM decisions_conference c JOIN accounts_office o ON o.id = c.office_id
            JOIN accounts_place p ON p.id = o.seat_id WHERE c.id = of_key::bigint;
        WHEN 'check_in' THEN
            SELECT doudi_sees_household(w.household_id) INTO seen
            FROM awards_checkin c JOIN awards_award w ON w.id = c.award_id
            WHERE c.id = of_key::uuid;
        WHEN 'claim' THEN
            SELECT doudi_sees_household(w.household_id) INTO seen
            FROM payments_recoveryclaim c JOIN awards_award w ON w.id = c.award_id
            WHERE c.id = of_key::bigint;
        WHEN 'run' THEN
            SELECT doudi_reaches(p.code) INTO seen
            FROM payments_run r JOIN accounts_place p ON p.id = r.place_id
            WHERE r.id = of_key::bigint;
        ELSE
            seen := false;
    END CASE;
    RETURN coalesce(seen, false);
END $$;
"""
