from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="message", name="seen_at", field=models.DateTimeField(null=True)
        ),
    ]
