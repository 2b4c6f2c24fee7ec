"""The trail is written once. The database sets the transaction and the real time of an entry."""

from typing import ClassVar

from django.db import migrations

from doudi.audit.rules import append_only_sql, append_only_undo_sql

FUNCTIONS = """
CREATE FUNCTION doudi_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on %: rows are written once', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION audit_entry_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id()::text::bigint;
    NEW.written_at := statement_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER audit_entry_stamp BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_stamp();
"""
UNDO = """
DROP TRIGGER audit_entry_stamp ON audit_entry;
DROP FUNCTION audit_entry_stamp();
DROP FUNCTION doudi_append_only();
"""
TABLES = ("audit_entry", "audit_seal", "audit_leaf")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTIONS, UNDO),
        *(migrations.RunSQL(append_only_sql(t), append_only_undo_sql(t)) for t in TABLES),
    ]
