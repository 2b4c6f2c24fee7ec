"""Of a value or a document, only the check, the rejection, the end and the correction are filled in.

Each once: a proposal is checked or rejected; a checked value gets its end from a successor, and the
moment at which a correction replaced it. Everything else of a row stands, and no row is deleted.
"""

from typing import ClassVar

from django.db import migrations

CHECKS = "ARRAY['checked_by', 'checked_at']"
REJECTS = "ARRAY['rejected_by', 'rejected_at', 'reject_reason']"
OPEN = "OLD.checked_at IS NULL AND OLD.rejected_at IS NULL"


def function(name: str, more: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
BEGIN
    IF {OPEN} AND NEW.checked_at IS NOT NULL AND before - {CHECKS} = after - {CHECKS} THEN
        RETURN NEW;
    END IF;
    IF {OPEN} AND NEW.rejected_at IS NOT NULL AND before - {REJECTS} = after - {REJECTS} THEN
        RETURN NEW;
    END IF;{more}
    RAISE EXCEPTION 'UPDATE on %: only the check and the end are filled in, once', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""


ENDS = """
    IF OLD.checked_at IS NOT NULL AND OLD.until_on IS NULL AND NEW.until_on IS NOT NULL
        AND before - 'until_on' = after - 'until_on' THEN
        RETURN NEW;
    END IF;
    IF OLD.checked_at IS NOT NULL AND OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL
        AND before - 'superseded_at' = after - 'superseded_at' THEN
        RETURN NEW;
    END IF;"""
VALUES = function("policies_value_moves", ENDS)
TABLE = "policies_document"
DOCUMENTS = f"""{function("policies_document_moves", "")}
CREATE TRIGGER {TABLE}_moves BEFORE UPDATE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION policies_document_moves();
CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION doudi_append_only();
CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION doudi_append_only();
"""
UNDO = f"""
DROP TRIGGER {TABLE}_no_truncate ON {TABLE};
DROP TRIGGER {TABLE}_no_delete ON {TABLE};
DROP TRIGGER {TABLE}_moves ON {TABLE};
DROP FUNCTION policies_document_moves();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("policies", "0003_library"), ("audit", "0002_append_only")]
    operations: ClassVar = [
        migrations.RunSQL(VALUES, migrations.RunSQL.noop),
        migrations.RunSQL(DOCUMENTS, UNDO),
    ]
