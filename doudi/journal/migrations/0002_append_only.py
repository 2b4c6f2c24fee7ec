"""The journal is written once. The database sets the transaction of an entry."""

from typing import ClassVar

from django.db import migrations

from doudi.audit.rules import append_only_sql, append_only_undo_sql

STAMP = """
CREATE FUNCTION journal_entry_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER journal_entry_stamp BEFORE INSERT ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_entry_stamp();
"""
UNDO = """
DROP TRIGGER journal_entry_stamp ON journal_entry;
DROP FUNCTION journal_entry_stamp();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0001_initial"), ("audit", "0002_append_only")]
    operations: ClassVar = [
        migrations.RunSQL(STAMP, UNDO),
        migrations.RunSQL(
            append_only_sql("journal_entry"), append_only_undo_sql("journal_entry")
        ),
    ]
