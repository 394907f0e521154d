"""A little longer for the wrap-up, once, where the queue allows it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from wanhao.common.sql_files import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("routing", "0003_functions"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="queue",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="queue",
            name="update_update",
        ),
        migrations.AddField(
            model_name="queue",
            name="wrap_up_extension_seconds",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="Once for each contact; 0 means never.",
                verbose_name="wrap-up may be prolonged by (s)",
            ),
        ),
        migrations.AddField(
            model_name="queueevent",
            name="wrap_up_extension_seconds",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="Once for each contact; 0 means never.",
                verbose_name="wrap-up may be prolonged by (s)",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="queue",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "routing_queueevent" ("announce_every_seconds", "answer_limit_seconds", "channels", "code", "connection_percent", "hours_id", "id", "is_active", "longest_wait_seconds", "max_waiting", "name_en", "name_zh", "offer_seconds", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_seconds", "region_id", "service_level_percent", "unit_id", "wrap_up_extension_seconds", "wrap_up_seconds") VALUES (NEW."announce_every_seconds", NEW."answer_limit_seconds", NEW."channels", NEW."code", NEW."connection_percent", NEW."hours_id", NEW."id", NEW."is_active", NEW."longest_wait_seconds", NEW."max_waiting", NEW."name_en", NEW."name_zh", NEW."offer_seconds", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."preferred_seconds", NEW."region_id", NEW."service_level_percent", NEW."unit_id", NEW."wrap_up_extension_seconds", NEW."wrap_up_seconds"); RETURN NULL;',
                    hash="f0295ebc9859298ef14f0172db63d78d100c6006",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8da25",
                    table="routing_queue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="queue",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "routing_queueevent" ("announce_every_seconds", "answer_limit_seconds", "channels", "code", "connection_percent", "hours_id", "id", "is_active", "longest_wait_seconds", "max_waiting", "name_en", "name_zh", "offer_seconds", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_seconds", "region_id", "service_level_percent", "unit_id", "wrap_up_extension_seconds", "wrap_up_seconds") VALUES (NEW."announce_every_seconds", NEW."answer_limit_seconds", NEW."channels", NEW."code", NEW."connection_percent", NEW."hours_id", NEW."id", NEW."is_active", NEW."longest_wait_seconds", NEW."max_waiting", NEW."name_en", NEW."name_zh", NEW."offer_seconds", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."preferred_seconds", NEW."region_id", NEW."service_level_percent", NEW."unit_id", NEW."wrap_up_extension_seconds", NEW."wrap_up_seconds"); RETURN NULL;',
                    hash="fe4c9caabea3241ee12eb34b90895ef536f65fa0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_49695",
                    table="routing_queue",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(sql_file(__file__, "prolonging.sql"), migrations.RunSQL.noop),
    ]
