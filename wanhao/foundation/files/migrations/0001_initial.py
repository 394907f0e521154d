"""All tables of files."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
import wanhao.foundation.privacy.fields
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [("pghistory", "0007_auto_20250421_0444"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="FileLimit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("png", "PNG picture"),
                                    ("jpg", "JPEG picture"),
                                    ("gif", "GIF picture"),
                                    ("webp", "WebP picture"),
                                    ("pdf", "PDF"),
                                    ("wav", "WAV sound"),
                                    ("mp3", "MP3 sound"),
                                    ("mp4", "MP4 video"),
                                    ("docx", "Word document (DOCX)"),
                                    ("xlsx", "Excel workbook (XLSX)"),
                                    ("zip", "ZIP archive"),
                                    ("txt", "Plain text"),
                                ],
                                max_length=5,
                                unique=True,
                                verbose_name="file type",
                            ),
                        ),
                        (
                            "megabytes",
                            models.PositiveSmallIntegerField(
                                default=20,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(2000),
                                ],
                                verbose_name="at most (MB)",
                            ),
                        ),
                        ("is_allowed", models.BooleanField(default=True, verbose_name="may be kept")),
                    ],
                    options={
                        "verbose_name": "limit of files",
                        "verbose_name_plural": "limits of files",
                        "ordering": ["kind"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "files_filelimitevent" ("id", "is_allowed", "kind", "megabytes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."is_allowed", NEW."kind", NEW."megabytes", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                                    hash="dfd7a8eaa95a505a0fc0caa5ca45107e1871ed09",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_048f2",
                                    table="files_filelimit",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "files_filelimitevent" ("id", "is_allowed", "kind", "megabytes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."is_allowed", NEW."kind", NEW."megabytes", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                                    hash="801016f58f7ad9b7ae328e64daa3356c135cf530",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_734fe",
                                    table="files_filelimit",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileLimitEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="files.filelimit",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("png", "PNG picture"),
                                    ("jpg", "JPEG picture"),
                                    ("gif", "GIF picture"),
                                    ("webp", "WebP picture"),
                                    ("pdf", "PDF"),
                                    ("wav", "WAV sound"),
                                    ("mp3", "MP3 sound"),
                                    ("mp4", "MP4 video"),
                                    ("docx", "Word document (DOCX)"),
                                    ("xlsx", "Excel workbook (XLSX)"),
                                    ("zip", "ZIP archive"),
                                    ("txt", "Plain text"),
                                ],
                                max_length=5,
                                verbose_name="file type",
                            ),
                        ),
                        (
                            "megabytes",
                            models.PositiveSmallIntegerField(
                                default=20,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(2000),
                                ],
                                verbose_name="at most (MB)",
                            ),
                        ),
                        ("is_allowed", models.BooleanField(default=True, verbose_name="may be kept")),
                    ],
                ),
                migrations.CreateModel(
                    name="StoredFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=wanhao.common.public_ids.new_public_id,
                                editable=False,
                                max_length=16,
                                unique=True,
                            ),
                        ),
                        ("subject", models.CharField(max_length=60)),
                        ("name", wanhao.foundation.privacy.fields.SealedText(verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("png", "PNG picture"),
                                    ("jpg", "JPEG picture"),
                                    ("gif", "GIF picture"),
                                    ("webp", "WebP picture"),
                                    ("pdf", "PDF"),
                                    ("wav", "WAV sound"),
                                    ("mp3", "MP3 sound"),
                                    ("mp4", "MP4 video"),
                                    ("docx", "Word document (DOCX)"),
                                    ("xlsx", "Excel workbook (XLSX)"),
                                    ("zip", "ZIP archive"),
                                    ("txt", "Plain text"),
                                ],
                                max_length=5,
                                verbose_name="file type",
                            ),
                        ),
                        ("size", models.PositiveBigIntegerField(verbose_name="bytes")),
                        ("sha256", models.CharField(max_length=64)),
                        ("is_for_customer", models.BooleanField(default=False, verbose_name="the customer may see it")),
                        (
                            "kept_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("kept_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "file",
                        "verbose_name_plural": "files",
                        "ordering": ["id"],
                        "indexes": [models.Index(fields=["subject", "id"], name="files_of_a_thing")],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="a_file_holds_something")
                        ],
                    },
                ),
            ]
        ),
    ]
