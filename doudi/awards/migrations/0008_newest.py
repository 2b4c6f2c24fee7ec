from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_sign_ins'),
        ('awards', '0007_changing'),
        ('decisions', '0010_what_waits'),
        ('people', '0007_revoked'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='award',
            index=models.Index(fields=['-valid_from', '-id'], name='award_newest'),
        ),
    ]
