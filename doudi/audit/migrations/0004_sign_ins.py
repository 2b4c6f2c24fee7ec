from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_administrators'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('noun', 'account'), ('verb__in', ('sign_in', 'sign_out', 'wrong_password'))), fields=['id'], include=('verb',), name='audit_entry_sign_ins'),
        ),
    ]
