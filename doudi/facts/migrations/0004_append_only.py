"""A fact is never changed: the only thing that may happen to it is to be superseded, once."""

from typing import ClassVar

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION facts_fact_superseded_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL
        AND to_jsonb(NEW) - 'superseded_at' = to_jsonb(OLD) - 'superseded_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'UPDATE on facts_fact: only superseded_at is written, once'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER facts_fact_superseded_only BEFORE UPDATE ON facts_fact
    FOR EACH ROW EXECUTE FUNCTION facts_fact_superseded_only();
CREATE TRIGGER facts_fact_append_only BEFORE DELETE ON facts_fact
    FOR EACH ROW EXECUTE FUNCTION doudi_append_only();
CREATE TRIGGER facts_fact_no_truncate BEFORE TRUNCATE ON facts_fact
    FOR EACH STATEMENT EXECUTE FUNCTION doudi_append_only();
"""
UNDO = """
DROP TRIGGER facts_fact_no_truncate ON facts_fact;
DROP TRIGGER facts_fact_append_only ON facts_fact;
DROP TRIGGER facts_fact_superseded_only ON facts_fact;
DROP FUNCTION facts_fact_superseded_only();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("facts", "0003_constraints"), ("audit", "0002_append_only")]
    operations: ClassVar = [migrations.RunSQL(TRIGGERS, UNDO)]
