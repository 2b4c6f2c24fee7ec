from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_append_only'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('duty__in', ['audit_admin', 'security_admin', 'system_admin'])), fields=['id'], name='audit_entry_admins'),
        ),
    ]
