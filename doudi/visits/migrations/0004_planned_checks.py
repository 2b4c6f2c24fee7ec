from django.db import migrations

PLANNED = """
UPDATE verification_check SET to_visit = false WHERE EXISTS (
    SELECT 1 FROM visits_plan AS plan
    WHERE plan.household_id = verification_check.household_id
        AND plan.cancelled_at IS NULL AND plan.planned_at >= verification_check.requested_at)
"""


class Migration(migrations.Migration):
    dependencies = [("verification", "0002_to_visit"), ("visits", "0003_open_plans")]

    operations = [migrations.RunSQL(PLANNED, migrations.RunSQL.noop)]
