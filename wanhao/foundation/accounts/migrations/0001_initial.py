"""Units, staff, rights; and the table of Django's database cache."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import wanhao.foundation.privacy.fields
from wanhao.foundation.tables import CreateTables

# What the cache holds may be lost in a crash.
CACHE = """
create unlogged table cache_entry (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index cache_entry_expires on cache_entry (expires);
"""


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("accounts", "0002_sign_in"),
        ("accounts", "0003_cache"),
        ("accounts", "0004_kept_versions"),
        ("accounts", "0005_department"),
    ]
    dependencies = [("pghistory", "0007_auto_20250421_0444")]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Unit",
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
                                    ("operator", "Operator"),
                                    ("region", "Region"),
                                    ("centre", "Centre"),
                                    ("hall", "Service hall"),
                                    ("department", "Department"),
                                    ("team", "Team"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="accounts.unit",
                                verbose_name="belongs to",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="region",
                            ),
                        ),
                        ("path", models.CharField(editable=False, max_length=200, unique=True, verbose_name="path")),
                    ],
                    options={
                        "verbose_name": "unit",
                        "verbose_name_plural": "units",
                        "ordering": ["path"],
                        "indexes": [
                            models.Index(fields=["path"], name="unit_path_prefix", opclasses=["varchar_pattern_ops"])
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "operator"), ("parent", None)),
                                    models.Q(models.Q(("kind", "operator"), _negated=True), ("parent__isnull", False)),
                                    _connector="OR",
                                ),
                                name="only_the_operator_has_no_parent",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "accounts_unitevent" ("code", "id", "kind", "name_en", "name_zh", "parent_id", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") VALUES (NEW."code", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", NEW."parent_id", NEW."path", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region_id"); RETURN NULL;',
                                    hash="43de20371991812186b21ded610756ff4421cb58",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_8ba9e",
                                    table="accounts_unit",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "accounts_unitevent" ("code", "id", "kind", "name_en", "name_zh", "parent_id", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") VALUES (NEW."code", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", NEW."parent_id", NEW."path", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region_id"); RETURN NULL;',
                                    hash="f3b604ac295266ef54fc757589767562c5822668",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9885a",
                                    table="accounts_unit",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnitEvent",
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
                                to="accounts.unit",
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
                                    ("operator", "Operator"),
                                    ("region", "Region"),
                                    ("centre", "Centre"),
                                    ("hall", "Service hall"),
                                    ("department", "Department"),
                                    ("team", "Team"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="belongs to",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="region",
                            ),
                        ),
                        ("path", models.CharField(editable=False, max_length=200, verbose_name="path")),
                    ],
                ),
                migrations.CreateModel(
                    name="Staff",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("staff_number", models.CharField(max_length=20, unique=True, verbose_name="staff number")),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staff",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("language", models.CharField(default="zh-hans", max_length=10, verbose_name="language")),
                        (
                            "sip_secret",
                            wanhao.foundation.privacy.fields.SealedText(
                                blank=True, editable=False, verbose_name="SIP secret"
                            ),
                        ),
                        (
                            "must_change_password",
                            models.BooleanField(default=True, verbose_name="must change the password"),
                        ),
                        (
                            "password_changed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="password changed"),
                        ),
                        ("joined_on", models.DateField(blank=True, null=True, verbose_name="joined")),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="left")),
                        ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                    ],
                    options={
                        "verbose_name": "member of staff",
                        "verbose_name_plural": "staff",
                        "ordering": ["staff_number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("left_on", None), ("is_active", False), _connector="OR"),
                                name="who_left_cannot_sign_in",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UsedPassword",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="used_passwords",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("password", models.CharField(max_length=128)),
                        ("until_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "used password",
                        "verbose_name_plural": "used passwords",
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Posting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="postings",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="staff",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("general_seat", "General seat"),
                                    ("specialist_seat", "Specialist seat"),
                                    ("system_manager", "System manager"),
                                    ("data_maintainer", "Data maintainer"),
                                    ("quality_inspector", "Quality inspector"),
                                    ("team_leader", "Team leader"),
                                    ("duty_leader", "Duty leader"),
                                    ("back_office", "Back office"),
                                    ("hall_clerk", "Hall clerk"),
                                    ("hall_manager", "Hall manager"),
                                    ("technician", "Technician"),
                                    ("planner", "Planner"),
                                    ("auditor", "Auditor"),
                                    ("executive", "Executive"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postings",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        ("from_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="from")),
                        ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                    ],
                    options={
                        "verbose_name": "posting",
                        "verbose_name_plural": "postings",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("staff", "role", "unit", "from_on"), name="one_posting_a_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                                ),
                                name="posting_ends_after_start",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(CACHE, "drop table cache_entry"),
    ]
