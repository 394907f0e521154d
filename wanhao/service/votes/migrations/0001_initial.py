"""All tables of votes."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import wanhao.common.public_ids
import wanhao.foundation.privacy.fields
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0001_initial"), ("pghistory", "0007_auto_20250421_0444")]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Poll",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        (
                            "number",
                            models.CharField(
                                max_length=20,
                                validators=[
                                    django.core.validators.RegexValidator("^\\d{3,20}$", "Write 3 to 20 digits.")
                                ],
                                verbose_name="number dialled",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("vote", "Vote"), ("survey", "Survey"), ("draw", "Prize draw")],
                                default="vote",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh", "中文"), ("en", "English")],
                                default="zh",
                                max_length=10,
                                verbose_name="spoken in",
                            ),
                        ),
                        (
                            "greeting",
                            models.TextField(
                                help_text="Spoken in the language above, as all texts of the poll.",
                                verbose_name="greeting",
                            ),
                        ),
                        ("thanks", models.TextField(verbose_name="thanks")),
                        ("opens_at", models.DateTimeField(verbose_name="opens")),
                        ("closes_at", models.DateTimeField(verbose_name="closes")),
                        (
                            "most_lines",
                            models.PositiveSmallIntegerField(
                                default=20,
                                help_text="Calls at once; further ones hear the busy tone and cost the hotline nothing.",
                                verbose_name="lines",
                            ),
                        ),
                        (
                            "counts_once",
                            models.BooleanField(
                                default=True,
                                help_text="Further calls from the same number are not counted.",
                                verbose_name="once for each caller",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "poll",
                        "verbose_name_plural": "polls",
                        "ordering": ["-opens_at", "code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                                name="a_poll_closes_after_it_opens",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_active", True)),
                                fields=("number",),
                                name="one_poll_in_use_per_number",
                                violation_error_message="Another poll in use has this number.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "votes_pollevent" ("closes_at", "code", "counts_once", "greeting", "id", "is_active", "kind", "language", "most_lines", "name_en", "name_zh", "number", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "thanks", "unit_id") VALUES (NEW."closes_at", NEW."code", NEW."counts_once", NEW."greeting", NEW."id", NEW."is_active", NEW."kind", NEW."language", NEW."most_lines", NEW."name_en", NEW."name_zh", NEW."number", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."thanks", NEW."unit_id"); RETURN NULL;',
                                    hash="d8680f8558a6fb0cef7da088295d0a33b938a917",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_be5c4",
                                    table="votes_poll",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "votes_pollevent" ("closes_at", "code", "counts_once", "greeting", "id", "is_active", "kind", "language", "most_lines", "name_en", "name_zh", "number", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "thanks", "unit_id") VALUES (NEW."closes_at", NEW."code", NEW."counts_once", NEW."greeting", NEW."id", NEW."is_active", NEW."kind", NEW."language", NEW."most_lines", NEW."name_en", NEW."name_zh", NEW."number", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."thanks", NEW."unit_id"); RETURN NULL;',
                                    hash="0f6a49241d53a561102ac7e22bc43e0a84def967",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_db36b",
                                    table="votes_poll",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PollEvent",
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
                                to="votes.poll",
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
                        (
                            "number",
                            models.CharField(
                                max_length=20,
                                validators=[
                                    django.core.validators.RegexValidator("^\\d{3,20}$", "Write 3 to 20 digits.")
                                ],
                                verbose_name="number dialled",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("vote", "Vote"), ("survey", "Survey"), ("draw", "Prize draw")],
                                default="vote",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh", "中文"), ("en", "English")],
                                default="zh",
                                max_length=10,
                                verbose_name="spoken in",
                            ),
                        ),
                        (
                            "greeting",
                            models.TextField(
                                help_text="Spoken in the language above, as all texts of the poll.",
                                verbose_name="greeting",
                            ),
                        ),
                        ("thanks", models.TextField(verbose_name="thanks")),
                        ("opens_at", models.DateTimeField(verbose_name="opens")),
                        ("closes_at", models.DateTimeField(verbose_name="closes")),
                        (
                            "most_lines",
                            models.PositiveSmallIntegerField(
                                default=20,
                                help_text="Calls at once; further ones hear the busy tone and cost the hotline nothing.",
                                verbose_name="lines",
                            ),
                        ),
                        (
                            "counts_once",
                            models.BooleanField(
                                default=True,
                                help_text="Further calls from the same number are not counted.",
                                verbose_name="once for each caller",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="votes.poll",
                                verbose_name="poll",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                        (
                            "text",
                            models.TextField(help_text="With its keys: “press 1 for …”.", verbose_name="question"),
                        ),
                    ],
                    options={
                        "verbose_name": "question",
                        "verbose_name_plural": "questions",
                        "ordering": ["position", "pk"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "votes_questionevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "poll_id", "position", "text") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."poll_id", NEW."position", NEW."text"); RETURN NULL;',
                                    hash="e901947cb2c11df6acf72bc4bc5b5a3c959f0367",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_afeca",
                                    table="votes_question",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "votes_questionevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "poll_id", "position", "text") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."poll_id", NEW."position", NEW."text"); RETURN NULL;',
                                    hash="e8d8f941396c7064bac19c84a6caf80dbffc4a89",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a8bba",
                                    table="votes_question",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuestionEvent",
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
                                to="votes.question",
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
                            "poll",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="votes.poll",
                                verbose_name="poll",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                        (
                            "text",
                            models.TextField(help_text="With its keys: “press 1 for …”.", verbose_name="question"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Choice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="choices",
                                to="votes.question",
                                verbose_name="question",
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                max_length=1,
                                validators=[django.core.validators.RegexValidator("^\\d$", "One digit.")],
                                verbose_name="key",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                    ],
                    options={
                        "verbose_name": "answer",
                        "verbose_name_plural": "answers",
                        "ordering": ["key"],
                        "constraints": [models.UniqueConstraint(fields=("question", "key"), name="one_answer_per_key")],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "votes_choiceevent" ("id", "key", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id") VALUES (NEW."id", NEW."key", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_id"); RETURN NULL;',
                                    hash="67476f265ef63974358dc0864cfcce99741ab0e7",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_89861",
                                    table="votes_choice",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "votes_choiceevent" ("id", "key", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id") VALUES (NEW."id", NEW."key", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_id"); RETURN NULL;',
                                    hash="0fd52485a5ecd01c2b4463476606702c9c9f7d26",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_1d97c",
                                    table="votes_choice",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChoiceEvent",
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
                                to="votes.choice",
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
                            "question",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="votes.question",
                                verbose_name="question",
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                max_length=1,
                                validators=[django.core.validators.RegexValidator("^\\d$", "One digit.")],
                                verbose_name="key",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                    ],
                ),
                migrations.CreateModel(
                    name="Ballot",
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
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="ballots", to="votes.poll"
                            ),
                        ),
                        ("caller_index", models.CharField(blank=True, default="", editable=False, max_length=32)),
                        (
                            "caller_number",
                            wanhao.foundation.privacy.fields.SealedText(blank=True, default="", verbose_name="caller"),
                        ),
                        ("counts_once", models.BooleanField()),
                        ("cast_at", models.DateTimeField(verbose_name="cast")),
                        ("won_at", models.DateTimeField(blank=True, null=True, verbose_name="drawn")),
                    ],
                    options={
                        "verbose_name": "ballot",
                        "verbose_name_plural": "ballots",
                        "indexes": [
                            models.Index(fields=["poll", "cast_at"], name="ballots_by_time"),
                            models.Index(
                                condition=models.Q(("won_at__isnull", False)), fields=["poll"], name="ballots_that_won"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("counts_once", True)),
                                fields=("poll", "caller_index"),
                                name="a_caller_counts_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ballot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="votes.ballot"
                            ),
                        ),
                        (
                            "choice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="votes.choice"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "answer given",
                        "verbose_name_plural": "answers given",
                        "constraints": [
                            models.UniqueConstraint(fields=("choice", "ballot"), name="an_answer_counts_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unheard",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="unheard", to="votes.poll"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("busy", "All lines busy"),
                                    ("again", "Called again"),
                                    ("no_answer", "No valid answer"),
                                    ("closed", "Outside its time"),
                                    ("withheld", "Number withheld"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("calls", models.PositiveIntegerField()),
                        ("counted_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "calls not counted",
                        "verbose_name_plural": "calls not counted",
                        "indexes": [models.Index(fields=["poll", "reason"], name="unheard_by_reason")],
                    },
                ),
            ]
        ),
    ]
