"""The voice menu is kept by `ivr` now; its rows here go. What was kept of their history stays in the database."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from psycopg import sql

HISTORIES = ("telephony_accesscodeevent", "telephony_menubranchevent", "telephony_menunodeevent")


def drop_empty_histories(apps, schema_editor):
    """A history without a row is no history; one with rows is left for whoever wants to read it."""
    with schema_editor.connection.cursor() as cursor:
        for table in HISTORIES:
            cursor.execute(sql.SQL("select exists (select from {})").format(sql.Identifier(table)))
            if not cursor.fetchone()[0]:
                cursor.execute(sql.SQL("drop table {}").format(sql.Identifier(table)))


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_history"),
        ("ivr", "0002_menus_become_flows"),
        ("telephony", "0004_calls_dialled"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="AccessCodeEvent"),
                migrations.DeleteModel(name="MenuBranchEvent"),
                migrations.DeleteModel(name="MenuNodeEvent"),
            ],
            database_operations=[migrations.RunPython(drop_empty_histories)],
        ),
        migrations.DeleteModel(name="AccessCode"),
        migrations.DeleteModel(name="MenuBranch"),
        migrations.DeleteModel(name="MenuNode"),
        migrations.CreateModel(
            name="VoiceMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("left_at", models.DateTimeField(verbose_name="left")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="dealt with")),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voice_message",
                        to="contacts.contact",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dealt with by",
                    ),
                ),
                (
                    "recording",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voice_message",
                        to="telephony.recording",
                    ),
                ),
            ],
            options={
                "verbose_name": "voice message",
                "verbose_name_plural": "voice messages",
                "ordering": ["-left_at"],
            },
        ),
        migrations.AddIndex(
            model_name="voicemessage",
            index=models.Index(condition=models.Q(("done_at", None)), fields=["left_at"], name="voice_messages_to_do"),
        ),
        migrations.AddConstraint(
            model_name="voicemessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("done_by", None)),
                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_done_voice_message_has_who_did_it",
            ),
        ),
    ]
