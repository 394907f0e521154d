"""What may be kept from the first day: pictures, documents, sound and text; archives are switched off."""

from django.db import migrations

USUAL = {
    "png": 20,
    "jpg": 20,
    "gif": 10,
    "webp": 20,
    "pdf": 50,
    "wav": 100,
    "mp3": 50,
    "mp4": 300,
    "docx": 20,
    "xlsx": 20,
    "txt": 5,
    "zip": 50,
}


def bring(apps, schema_editor):
    """One row for each type."""
    limit = apps.get_model("files", "FileLimit")
    for kind, megabytes in USUAL.items():
        limit.objects.get_or_create(kind=kind, defaults={"megabytes": megabytes, "is_allowed": kind != "zip"})


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]
    operations = [migrations.RunPython(bring, migrations.RunPython.noop)]
