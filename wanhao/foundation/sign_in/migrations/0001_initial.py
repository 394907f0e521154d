"""All tables of signing in."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [("pghistory", "0007_auto_20250421_0444"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
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
                                    func='INSERT INTO "sign_in_securitypolicyevent" ("failures_before_lock", "id", "idle_minutes", "lock_minutes", "password_days", "password_length", "passwords_remembered", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_hours", "sessions_per_person") VALUES (NEW."failures_before_lock", NEW."id", NEW."idle_minutes", NEW."lock_minutes", NEW."password_days", NEW."password_length", NEW."passwords_remembered", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."session_hours", NEW."sessions_per_person"); RETURN NULL;',
                                    hash="05ef58d5f3abaf383b833d0136ffb36a5dc28f95",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_53e6a",
                                    table="sign_in_securitypolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "sign_in_securitypolicyevent" ("failures_before_lock", "id", "idle_minutes", "lock_minutes", "password_days", "password_length", "passwords_remembered", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_hours", "sessions_per_person") VALUES (NEW."failures_before_lock", NEW."id", NEW."idle_minutes", NEW."lock_minutes", NEW."password_days", NEW."password_length", NEW."passwords_remembered", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."session_hours", NEW."sessions_per_person"); RETURN NULL;',
                                    hash="efaacc1475a07c96c874b43352886b30c34504ac",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_7d51f",
                                    table="sign_in_securitypolicy",
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
                                to="sign_in.securitypolicy",
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
                            models.Index(
                                condition=models.Q(("ended_at", None)), fields=["staff"], name="open_sign_in_sessions"
                            )
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
            ]
        ),
    ]
