"""What was owed is never changed; a correction is the next sequence."""

from typing import ClassVar

from django.db import migrations

from doudi.audit.rules import append_only_sql, append_only_undo_sql


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payments", "0003_constraints"), ("audit", "0002_append_only")]
    operations: ClassVar = [
        migrations.RunSQL(
            append_only_sql("payments_entitlement"), append_only_undo_sql("payments_entitlement")
        ),
    ]
