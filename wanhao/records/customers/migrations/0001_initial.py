"""All tables of customers."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import wanhao.common.public_ids
import wanhao.foundation.privacy.fields
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("customers", "0002_holdings"),
        ("customers", "0003_lean_indexes"),
        ("customers", "0004_words"),
        ("customers", "0005_business_pins"),
    ]
    dependencies = [("accounts", "0001_initial")]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Party",
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
                            "external_key",
                            models.CharField(
                                blank=True, default="", max_length=60, verbose_name="key in the source system"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("person", "Person"), ("organisation", "Organisation")],
                                default="person",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", wanhao.foundation.privacy.fields.SealedText(verbose_name="name")),
                        ("name_index", models.CharField(editable=False, max_length=32)),
                        (
                            "identity_number",
                            wanhao.foundation.privacy.fields.SealedText(
                                blank=True, default="", verbose_name="identity document"
                            ),
                        ),
                        ("identity_index", models.CharField(blank=True, default="", editable=False, max_length=32)),
                        (
                            "tier",
                            models.CharField(
                                choices=[
                                    ("standard", "Standard"),
                                    ("silver", "Silver"),
                                    ("gold", "Gold"),
                                    ("vip", "VIP"),
                                ],
                                default="standard",
                                max_length=10,
                                verbose_name="tier",
                            ),
                        ),
                        (
                            "segment",
                            models.CharField(
                                choices=[
                                    ("home", "Home"),
                                    ("business", "Business"),
                                    ("high_value", "High value"),
                                    ("young", "Young"),
                                ],
                                default="home",
                                max_length=12,
                                verbose_name="segment",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh", "Chinese"), ("en", "English")],
                                default="zh",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "special_needs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("elderly", "Elderly"),
                                        ("hearing", "Hard of hearing"),
                                        ("sight", "Poor sight"),
                                        ("mobility", "Cannot move easily"),
                                        ("minority_language", "Speaks another language"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="special needs",
                            ),
                        ),
                        (
                            "risk_marks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("arrears", "In arrears"),
                                        ("fraud", "Suspected fraud"),
                                        ("repeat_complaint", "Complains repeatedly"),
                                        ("leaving", "May leave"),
                                        ("abusive", "Insulted staff"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="risk marks",
                            ),
                        ),
                        (
                            "has_consented_marketing",
                            models.BooleanField(default=False, verbose_name="agrees to offers"),
                        ),
                        (
                            "has_consented_recording",
                            models.BooleanField(default=True, verbose_name="agrees to recording"),
                        ),
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
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="region",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                        ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                    ],
                    options={
                        "verbose_name": "customer",
                        "verbose_name_plural": "customers",
                        "indexes": [
                            models.Index(fields=["tier", "id"], name="customer_of_tier"),
                            models.Index(fields=["segment", "id"], name="customer_of_segment"),
                            models.Index(fields=["name_index"], name="customer_by_name"),
                            models.Index(
                                condition=models.Q(("identity_index", ""), _negated=True),
                                fields=["identity_index"],
                                name="customer_by_identity",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("external_key", ""), _negated=True),
                                fields=("external_key",),
                                name="one_customer_per_source_key",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accounts",
                                to="customers.party",
                                verbose_name="customer",
                            ),
                        ),
                        ("number", models.CharField(max_length=30, unique=True, verbose_name="account number")),
                        ("opened_on", models.DateField(blank=True, null=True, verbose_name="opened")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
                    ],
                    options={
                        "verbose_name": "account",
                        "verbose_name_plural": "accounts",
                    },
                ),
                migrations.CreateModel(
                    name="BusinessPin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "account",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pin",
                                to="customers.account",
                                verbose_name="account",
                            ),
                        ),
                        ("salt", models.BinaryField()),
                        ("fingerprint", models.BinaryField()),
                        ("wrong_in_a_row", models.PositiveSmallIntegerField(default=0, verbose_name="wrong in a row")),
                        ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="locked")),
                        ("set_at", models.DateTimeField(verbose_name="set")),
                    ],
                    options={
                        "verbose_name": "business PIN",
                        "verbose_name_plural": "business PINs",
                    },
                ),
                migrations.CreateModel(
                    name="Subscription",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subscriptions",
                                to="customers.account",
                                verbose_name="account",
                            ),
                        ),
                        (
                            "service",
                            models.CharField(
                                choices=[
                                    ("mobile", "Mobile"),
                                    ("fixed", "Fixed line"),
                                    ("broadband", "Broadband"),
                                    ("iptv", "IPTV"),
                                ],
                                max_length=10,
                                verbose_name="service",
                            ),
                        ),
                        ("number", wanhao.foundation.privacy.fields.SealedText(verbose_name="number")),
                        ("number_index", models.CharField(editable=False, max_length=32)),
                        ("plan_code", models.CharField(blank=True, max_length=40, verbose_name="plan")),
                        ("plan_name", models.CharField(blank=True, max_length=80, verbose_name="plan name")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("active", "Active"),
                                    ("suspended", "Suspended"),
                                    ("terminated", "Terminated"),
                                ],
                                default="active",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("began_on", models.DateField(blank=True, null=True, verbose_name="began")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                    ],
                    options={
                        "verbose_name": "subscription",
                        "verbose_name_plural": "subscriptions",
                        "indexes": [models.Index(fields=["number_index"], name="subscription_by_number")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "terminated"), _negated=True),
                                fields=("service", "number_index"),
                                name="a_number_is_held_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Address",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="addresses",
                                to="customers.party",
                                verbose_name="customer",
                            ),
                        ),
                        (
                            "subscription",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="addresses",
                                to="customers.subscription",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("home", "Home address"),
                                    ("installation", "Installation address"),
                                    ("billing", "Billing address"),
                                ],
                                default="home",
                                max_length=12,
                                verbose_name="purpose",
                            ),
                        ),
                        ("text", wanhao.foundation.privacy.fields.SealedText(verbose_name="address")),
                    ],
                    options={
                        "verbose_name": "address",
                        "verbose_name_plural": "addresses",
                    },
                ),
                migrations.CreateModel(
                    name="ContactNumber",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contact_numbers",
                                to="customers.party",
                                verbose_name="customer",
                            ),
                        ),
                        ("number", wanhao.foundation.privacy.fields.SealedText(verbose_name="number")),
                        ("number_index", models.CharField(editable=False, max_length=32)),
                        ("remark", models.CharField(blank=True, max_length=60, verbose_name="remark")),
                    ],
                    options={
                        "verbose_name": "contact number",
                        "verbose_name_plural": "contact numbers",
                        "indexes": [models.Index(fields=["number_index"], name="contact_number_by_number")],
                        "constraints": [
                            models.UniqueConstraint(fields=("party", "number_index"), name="a_contact_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LedgerEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ledger",
                                to="customers.account",
                                verbose_name="account",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("bill", "Bill"), ("payment", "Payment"), ("adjustment", "Adjustment")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                        ("booked_at", models.DateTimeField(verbose_name="booked")),
                        ("month_on", models.DateField(blank=True, null=True, verbose_name="month billed")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                        ("text", models.CharField(blank=True, max_length=80, verbose_name="text")),
                    ],
                    options={
                        "verbose_name": "ledger entry",
                        "verbose_name_plural": "ledger entries",
                        "indexes": [models.Index(fields=["account", "-booked_at"], name="ledger_of_account")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "bill")),
                                fields=("account", "month_on"),
                                name="one_bill_a_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("amount__lte", 0), ("kind", "bill"), ("month_on__isnull", False)),
                                    models.Q(("amount__gt", 0), ("kind", "payment")),
                                    ("kind", "adjustment"),
                                    _connector="OR",
                                ),
                                name="bills_take_payments_give",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
