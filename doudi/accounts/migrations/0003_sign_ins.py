from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_procedure'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='sign_ins',
            field=models.JSONField(default=list),
        ),
    ]
