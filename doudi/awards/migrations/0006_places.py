"""An award granted before places were dated has its place from its first month on."""

from django.db import migrations

FILL = """
    INSERT INTO awards_awardplace (award_id, place_id, office_id, valid_from, valid_until)
    SELECT id, place_id, office_id, valid_from, NULL FROM awards_award a
    WHERE NOT EXISTS (SELECT 1 FROM awards_awardplace p WHERE p.award_id = a.id)
"""


class Migration(migrations.Migration):
    dependencies = [("awards", "0005_procedure")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
