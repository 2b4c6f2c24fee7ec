"""What is asked for never changes, a result is filled in once, and nothing is deleted."""

from typing import ClassVar

from django.db import migrations

TABLES = {
    "supervision_publication": "'state', 'finished_at', 'sha256', 'counts'",
    "supervision_simulation": (
        "'state', 'finished_at', 'inputs_sha256', 'parameters_sha256', 'result_sha256', "
        "'result', 'fault'"
    ),
}


def _guard(table: str, filled: str) -> str:
    return f"""
CREATE FUNCTION {table}_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    filled CONSTANT text[] := ARRAY[{filled}];
BEGIN
    IF OLD.state = 'waiting' AND NEW.state <> 'waiting'
        AND to_jsonb(OLD) - filled = to_jsonb(NEW) - filled THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'UPDATE on %: a result is filled in once', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER {table}_once BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_once();
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION doudi_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION doudi_append_only();
"""


def _undo(table: str) -> str:
    return f"""
DROP TRIGGER {table}_no_truncate ON {table};
DROP TRIGGER {table}_no_delete ON {table};
DROP TRIGGER {table}_once ON {table};
DROP FUNCTION {table}_once();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("supervision", "0001_simulations"), ("audit", "0002_append_only")]
    operations: ClassVar = [
        migrations.RunSQL(_guard(table, filled), _undo(table)) for table, filled in TABLES.items()
    ]
