"""All tables of speech."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import wanhao.service.speech.models
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Prompt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        ("text_zh", models.TextField(verbose_name="Chinese text")),
                        ("text_en", models.TextField(blank=True, verbose_name="English text")),
                        (
                            "recording_zh",
                            models.FileField(
                                blank=True,
                                upload_to=wanhao.service.speech.models.prompt_upload_name,
                                verbose_name="Chinese recording",
                            ),
                        ),
                        (
                            "recording_en",
                            models.FileField(
                                blank=True,
                                upload_to=wanhao.service.speech.models.prompt_upload_name,
                                verbose_name="English recording",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "prompt",
                        "verbose_name_plural": "prompts",
                        "ordering": ["code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "speech_promptevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recording_en", "recording_zh", "text_en", "text_zh") VALUES (NEW."code", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recording_en", NEW."recording_zh", NEW."text_en", NEW."text_zh"); RETURN NULL;',
                                    hash="0ceb415cfa0800c380d8a0e2306d4a8085e0cb69",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b0d45",
                                    table="speech_prompt",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "speech_promptevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recording_en", "recording_zh", "text_en", "text_zh") VALUES (NEW."code", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recording_en", NEW."recording_zh", NEW."text_en", NEW."text_zh"); RETURN NULL;',
                                    hash="abc3cf0d44274b976198fb028f7a84360b2323be",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c5ed7",
                                    table="speech_prompt",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "speech_promptevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recording_en", "recording_zh", "text_en", "text_zh") VALUES (OLD."code", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recording_en", OLD."recording_zh", OLD."text_en", OLD."text_zh"); RETURN NULL;',
                                    hash="2ddd190e3ad3d8d1a367ba053ed31be092801612",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_f01c6",
                                    table="speech_prompt",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PromptEvent",
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
                                to="speech.prompt",
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
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="code")),
                        ("text_zh", models.TextField(verbose_name="Chinese text")),
                        ("text_en", models.TextField(blank=True, verbose_name="English text")),
                        (
                            "recording_zh",
                            models.FileField(
                                blank=True,
                                upload_to=wanhao.service.speech.models.prompt_upload_name,
                                verbose_name="Chinese recording",
                            ),
                        ),
                        (
                            "recording_en",
                            models.FileField(
                                blank=True,
                                upload_to=wanhao.service.speech.models.prompt_upload_name,
                                verbose_name="English recording",
                            ),
                        ),
                    ],
                ),
            ]
        ),
    ]
