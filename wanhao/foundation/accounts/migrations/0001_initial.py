"""Units, staff, rights, sign-in; and the table of Django's database cache."""

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
                    name="SecurityPolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "idle_minutes",
                            models.PositiveIntegerField(
                                default=30,
                                validators=[
                                    django.core.validators.MinValueValidator(5),
                                    django.core.validators.MaxValueValidator(720),
                                ],
                                verbose_name="sign out after minutes without activity",
                            ),
                        ),
                        (
                            "session_hours",
                            models.PositiveIntegerField(
                                default=12,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="sign out at the latest after hours",
                            ),
                        ),
                        (
                            "sessions_per_person",
                            models.PositiveIntegerField(
                                default=3,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(20),
                                ],
                                verbose_name="sign-ins at the same time",
                            ),
                        ),
                        (
                            "failures_before_lock",
                            models.PositiveIntegerField(
                                default=5,
                                validators=[
                                    django.core.validators.MinValueValidator(3),
                                    django.core.validators.MaxValueValidator(20),
                                ],
                                verbose_name="failures before the lock",
                            ),
                        ),
                        (
                            "lock_minutes",
                            models.PositiveIntegerField(
                                default=15,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                                verbose_name="minutes of the lock",
                            ),
                        ),
                        (
                            "password_length",
                            models.PositiveIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(8),
                                    django.core.validators.MaxValueValidator(64),
                                ],
                                verbose_name="shortest password",
                            ),
                        ),
                        (
                            "passwords_remembered",
                            models.PositiveIntegerField(
                                default=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="earlier passwords refused",
                            ),
                        ),
                        (
                            "password_days",
                            models.PositiveIntegerField(
                                default=180,
                                help_text="0: for ever",
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(3650),
                                ],
                                verbose_name="days a password is valid",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sign-in policy",
                        "verbose_name_plural": "sign-in policy",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_sign_in_policy")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "accounts_securitypolicyevent" ("failures_before_lock", "id", "idle_minutes", "lock_minutes", "password_days", "password_length", "passwords_remembered", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_hours", "sessions_per_person") VALUES (NEW."failures_before_lock", NEW."id", NEW."idle_minutes", NEW."lock_minutes", NEW."password_days", NEW."password_length", NEW."passwords_remembered", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."session_hours", NEW."sessions_per_person"); RETURN NULL;',
                                    hash="4e4e04f07d12ec2e7b2f047e0639c7d96d6848be",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_06cd7",
                                    table="accounts_securitypolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "accounts_securitypolicyevent" ("failures_before_lock", "id", "idle_minutes", "lock_minutes", "password_days", "password_length", "passwords_remembered", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_hours", "sessions_per_person") VALUES (NEW."failures_before_lock", NEW."id", NEW."idle_minutes", NEW."lock_minutes", NEW."password_days", NEW."password_length", NEW."passwords_remembered", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."session_hours", NEW."sessions_per_person"); RETURN NULL;',
                                    hash="0326768f7221ebf78922d75e758c314848394af2",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_05377",
                                    table="accounts_securitypolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SecurityPolicyEvent",
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
                                to="accounts.securitypolicy",
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
                            "idle_minutes",
                            models.PositiveIntegerField(
                                default=30,
                                validators=[
                                    django.core.validators.MinValueValidator(5),
                                    django.core.validators.MaxValueValidator(720),
                                ],
                                verbose_name="sign out after minutes without activity",
                            ),
                        ),
                        (
                            "session_hours",
                            models.PositiveIntegerField(
                                default=12,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="sign out at the latest after hours",
                            ),
                        ),
                        (
                            "sessions_per_person",
                            models.PositiveIntegerField(
                                default=3,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(20),
                                ],
                                verbose_name="sign-ins at the same time",
                            ),
                        ),
                        (
                            "failures_before_lock",
                            models.PositiveIntegerField(
                                default=5,
                                validators=[
                                    django.core.validators.MinValueValidator(3),
                                    django.core.validators.MaxValueValidator(20),
                                ],
                                verbose_name="failures before the lock",
                            ),
                        ),
                        (
                            "lock_minutes",
                            models.PositiveIntegerField(
                                default=15,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                                verbose_name="minutes of the lock",
                            ),
                        ),
                        (
                            "password_length",
                            models.PositiveIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(8),
                                    django.core.validators.MaxValueValidator(64),
                                ],
                                verbose_name="shortest password",
                            ),
                        ),
                        (
                            "passwords_remembered",
                            models.PositiveIntegerField(
                                default=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="earlier passwords refused",
                            ),
                        ),
                        (
                            "password_days",
                            models.PositiveIntegerField(
                                default=180,
                                help_text="0: for ever",
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(3650),
                                ],
                                verbose_name="days a password is valid",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="SignInSession",
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
                                related_name="sign_ins",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.CharField(db_index=True, max_length=40)),
                        ("started_at", models.DateTimeField(verbose_name="started")),
                        ("seen_at", models.DateTimeField(verbose_name="last active")),
                        ("address", models.GenericIPAddressField(null=True, verbose_name="address")),
                        ("browser", models.CharField(blank=True, max_length=200, verbose_name="browser")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                        (
                            "ended_why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("signed_out", "signed out"),
                                    ("idle", "no activity"),
                                    ("expired", "lasted too long"),
                                    ("displaced", "too many sign-ins"),
                                    ("by_owner", "ended by the person"),
                                    ("by_leader", "ended by a leader"),
                                ],
                                max_length=12,
                                verbose_name="why it ended",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sign-in",
                        "verbose_name_plural": "sign-ins",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(condition=models.Q(("ended_at", None)), fields=["staff"], name="open_sign_ins")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lockout",
                    fields=[
                        ("staff_number", models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ("failures", models.PositiveIntegerField(default=0)),
                        ("failed_at", models.DateTimeField()),
                        ("locked_until", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "lock-out",
                        "verbose_name_plural": "lock-outs",
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
                    name="RateCount",
                    fields=[
                        ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                        ("began_at", models.DateTimeField()),
                        ("count", models.PositiveIntegerField()),
                    ],
                    options={
                        "verbose_name": "rate count",
                        "verbose_name_plural": "rate counts",
                    },
                ),
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
