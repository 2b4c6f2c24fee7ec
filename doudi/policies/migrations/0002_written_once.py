"""Bundles are written once. Of a parameter value, only its check and its end are filled in, once.

The check fills `checked_by` and `checked_at` of a proposal; a successor closes `until_on` of a
checked value that was open. Everything else of a row stands.
"""

from typing import ClassVar

from django.db import migrations

from doudi.audit.rules import append_only_sql, append_only_undo_sql

TABLE = "policies_parametervalue"
VALUES = f"""
CREATE FUNCTION policies_value_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    checks CONSTANT text[] := ARRAY['checked_by', 'checked_at'];
BEGIN
    IF OLD.checked_at IS NULL AND NEW.checked_at IS NOT NULL
        AND before - checks = after - checks THEN
        RETURN NEW;
    END IF;
    IF OLD.checked_at IS NOT NULL AND OLD.until_on IS NULL AND NEW.until_on IS NOT NULL
        AND before - 'until_on' = after - 'until_on' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'UPDATE on %: only the check and the end are filled in, once', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER {TABLE}_moves BEFORE UPDATE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION policies_value_moves();
CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION doudi_append_only();
CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION doudi_append_only();
"""
UNDO = f"""
DROP TRIGGER {TABLE}_no_truncate ON {TABLE};
DROP TRIGGER {TABLE}_no_delete ON {TABLE};
DROP TRIGGER {TABLE}_moves ON {TABLE};
DROP FUNCTION policies_value_moves();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("policies", "0001_initial"), ("audit", "0002_append_only")]
    operations: ClassVar = [
        migrations.RunSQL(append_only_sql("policies_bundle"), append_only_undo_sql("policies_bundle")),
        migrations.RunSQL(VALUES, UNDO),
    ]
