"""Names recorded before initials were kept, and a reading of surnames, get their keys."""

from django.db import migrations

from doudi.people.rules import name_keys


def write_keys(apps, schema_editor):
    for row in apps.get_model("people", "PersonName").objects.all().iterator():
        keys = name_keys(row.name)
        row.pinyin, row.initials = keys.pinyin, keys.initials
        row.save(update_fields=["pinyin", "initials"])


class Migration(migrations.Migration):
    dependencies = [("people", "0005_names_and_words")]

    operations = [migrations.RunPython(write_keys, migrations.RunPython.noop)]
