from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_procedure'),
        ('decisions', '0009_lots_to_visit'),
        ('files', '0002_taken'),
        ('people', '0006_name_keys'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('served_on__isnull', True)), fields=['decision'], name='letter_to_serve'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(condition=models.Q(('taken_down_at__isnull', True)), fields=['place'], name='posting_up'),
        ),
    ]
