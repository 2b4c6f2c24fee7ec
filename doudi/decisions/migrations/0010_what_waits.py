from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_sign_ins'),
        ('applications', '0005_reopened'),
        ('decisions', '0009_lots_to_visit'),
        ('files', '0002_taken'),
        ('people', '0007_revoked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('decided_at__isnull', True), ('returned_at__isnull', True)), fields=['office'], name='decision_proposed'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('annulled_at__isnull', True), ('decided_at__isnull', False), ('returned_at__isnull', True)), fields=['decided_at', 'id'], name='decision_made'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('served_on__isnull', True)), fields=['decision'], name='letter_to_serve'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(condition=models.Q(('taken_down_at__isnull', True)), fields=['place'], name='posting_up'),
        ),
    ]
