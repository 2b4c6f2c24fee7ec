from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_procedure'),
        ('files', '0002_taken'),
        ('people', '0006_name_keys'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='authorisation',
            index=models.Index(condition=models.Q(('revoked_at__isnull', False)), fields=['household'], name='authorisation_revoked'),
        ),
    ]
