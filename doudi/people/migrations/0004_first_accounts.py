"""Accounts recorded before accounts were confirmed stay in use."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0003_procedure")]

    operations = [
        migrations.RunSQL(
            "UPDATE people_payeeaccount SET confirmed_at = known_at WHERE confirmed_at IS NULL",
            migrations.RunSQL.noop,
        ),
    ]
