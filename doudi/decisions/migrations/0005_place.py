"""A decision made before it had a place of its own has that of its application."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
    UPDATE decisions_decision d SET place_id = a.place_id
    FROM applications_request r JOIN applications_application a ON a.id = r.application_id
    WHERE r.id = d.request_id AND d.place_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("decisions", "0004_procedure")]
    atomic = False  # rows are filled before the column is closed

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="decision",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.place",
            ),
        ),
    ]
