import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Both extensions are trusted: the owner of the database may create them.
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="Company",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "folded",
                    models.CharField(
                        default="",
                        editable=False,
                        max_length=120,
                        verbose_name="name as lists are ordered by",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("telecoms", "Phone and internet"),
                            ("banking", "Banks and cards"),
                            ("insurance", "Insurance"),
                            ("retail", "Shops and online shops"),
                            ("delivery", "Parcels and delivery"),
                            ("travel", "Travel and airlines"),
                            ("energy", "Energy and water"),
                            ("electronics", "Electronics and appliances"),
                            ("media", "Streaming, software and media"),
                            ("health", "Health"),
                            ("transport", "Cars and transport"),
                            ("housing", "Housing"),
                            ("education", "Education"),
                            ("public", "Public services"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country (ISO 3166)")),
                ("website", models.URLField(blank=True)),
                (
                    "complaints_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="published address for complaints"
                    ),
                ),
                ("time_zone", models.CharField(default="UTC", max_length=40)),
                ("is_sole_trader", models.BooleanField(default=False)),
                (
                    "is_fictional",
                    models.BooleanField(default=False, help_text="A brand of the demonstration."),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed by a customer"),
                            ("listed", "Listed"),
                            ("merged", "Merged into another"),
                            ("closed", "No longer trading"),
                        ],
                        default="listed",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="companies.company",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposed_companies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "companies",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="address at the brand's domain")),
                ("first_name", models.CharField(max_length=40)),
                ("team", models.CharField(blank=True, max_length=60)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("token_expires_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mail_sent", "Waiting for the link in the mail"),
                            ("mail_confirmed", "Waiting for a moderator"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                        ],
                        default="mail_sent",
                        max_length=15,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="reason given for the decision"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decided_claims",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="companies.company",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Channel",
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
                            ("phone", "Phone"),
                            ("email", "E-mail"),
                            ("chat", "Chat"),
                            ("form", "Web form"),
                            ("letter", "Letter"),
                            ("shop", "Shop"),
                            ("app", "App"),
                            ("messenger", "Messenger"),
                            ("management", "Management"),
                            ("ticket", "Help-desk ticket"),
                            ("blog", "Own blog"),
                            ("social", "Social message"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("value", models.CharField(max_length=300, verbose_name="number, address or page")),
                ("staffed", models.JSONField(blank=True, default=dict)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channels",
                        to="companies.company",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("answerable", "Complaints filed here"),
                            ("consumidor-gov-br", "consumidor.gov.br"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reference", models.CharField(max_length=40)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("category", models.CharField(blank=True, max_length=20)),
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ending",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "Resolved"),
                            (1, "Partly resolved"),
                            (2, "Unconfirmed"),
                            (3, "Withdrawn"),
                            (4, "Gave up"),
                            (5, "Rated not resolved"),
                            (6, "Not rated"),
                        ],
                        null=True,
                    ),
                ),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_on",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        verbose_name="where the first answer was given: site or a network",
                    ),
                ),
                (
                    "replied_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="first reply of any kind"),
                ),
                (
                    "first_reply",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answer", "Answer"),
                            ("acknowledgement", "Acknowledgement"),
                            ("deflection", "Deflection"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "replies",
                    models.PositiveSmallIntegerField(default=0, verbose_name="replies of the company"),
                ),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "No evidence"),
                            (1, "Reference number"),
                            (2, "Document"),
                            (3, "Mail signed by the brand"),
                            (4, "Checked by a moderator"),
                        ],
                        default=0,
                        verbose_name="evidence as it stood at publication",
                    ),
                ),
                (
                    "exclusion",
                    models.CharField(
                        blank=True,
                        choices=[("not_genuine", "Not genuine"), ("duplicate", "Duplicate")],
                        max_length=12,
                    ),
                ),
                (
                    "is_tied",
                    models.BooleanField(default=False, verbose_name="filed by somebody tied to the company"),
                ),
                ("is_in_burst", models.BooleanField(default=False)),
                ("is_brand_told", models.BooleanField(default=True, verbose_name="the brand was reached")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("minutes", models.PositiveIntegerField(default=0)),
                (
                    "days_before",
                    models.PositiveIntegerField(
                        default=0, verbose_name="days from the first attempt to publication"
                    ),
                ),
                (
                    "was_answered_before",
                    models.BooleanField(
                        default=False, verbose_name="a traditional channel had reached a person"
                    ),
                ),
                (
                    "networks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                (
                    "contacted_first",
                    models.BooleanField(
                        null=True, verbose_name="official records: had approached the company first"
                    ),
                ),
                (
                    "rating",
                    models.PositiveSmallIntegerField(null=True, verbose_name="official records: 1 to 5"),
                ),
                (
                    "response_days",
                    models.PositiveSmallIntegerField(
                        null=True,
                        verbose_name="official records: days to the answer as their publisher counts them",
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="companies.company",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("folded", models.CharField(max_length=120)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="companies.company",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "aliases",
            },
        ),
        migrations.CreateModel(
            name="Domain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=253, unique=True, verbose_name="registrable domain, in ASCII"
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="domains",
                        to="companies.company",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Handle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("network", models.CharField(max_length=20)),
                ("handle", models.CharField(max_length=200)),
                ("remote_id", models.CharField(blank=True, max_length=200)),
                (
                    "proof",
                    models.CharField(
                        choices=[
                            ("none", "Not checked"),
                            ("website", "Linked from the brand's own website"),
                            ("proved", "Proved by the company"),
                            ("moderator", "Confirmed by a moderator"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handles",
                        to="companies.company",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LeagueTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("telecoms", "Phone and internet"),
                            ("banking", "Banks and cards"),
                            ("insurance", "Insurance"),
                            ("retail", "Shops and online shops"),
                            ("delivery", "Parcels and delivery"),
                            ("travel", "Travel and airlines"),
                            ("energy", "Energy and water"),
                            ("electronics", "Electronics and appliances"),
                            ("media", "Streaming, software and media"),
                            ("health", "Health"),
                            ("transport", "Cars and transport"),
                            ("housing", "Housing"),
                            ("education", "Education"),
                            ("public", "Public services"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("answerable", "Complaints filed here"),
                            ("consumidor-gov-br", "consumidor.gov.br"),
                        ],
                        default="answerable",
                        max_length=20,
                    ),
                ),
                ("window_days", models.PositiveSmallIntegerField()),
                ("as_of", models.DateTimeField()),
                ("method_version", models.CharField(max_length=10)),
                ("inputs_hash", models.CharField(max_length=64)),
                ("rows", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sector", "country", "source", "window_days", "as_of", "method_version"),
                        name="league_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Representative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("responder", "Responder"), ("reader", "Reader")],
                        max_length=10,
                    ),
                ),
                ("first_name", models.CharField(max_length=40, verbose_name="first name shown with replies")),
                ("team", models.CharField(blank=True, max_length=60, verbose_name="team shown with replies")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="representatives",
                        to="companies.company",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="represents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Scorecard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("answerable", "Complaints filed here"),
                            ("consumidor-gov-br", "consumidor.gov.br"),
                        ],
                        default="answerable",
                        max_length=20,
                    ),
                ),
                (
                    "window_days",
                    models.PositiveSmallIntegerField(verbose_name="length of the window; 0 means all time"),
                ),
                ("as_of", models.DateTimeField()),
                ("method_version", models.CharField(max_length=10)),
                ("inputs_hash", models.CharField(max_length=64)),
                ("figures", models.JSONField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorecards",
                        to="companies.company",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["sector", "country"], name="company_sector_country"),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["folded", "id"], name="company_a_to_z"),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="company_merged_has_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["mail_sent", "mail_confirmed"])),
                fields=("company", "user"),
                name="claim_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "rejected"]), _negated=True),
                    ("decided_at__isnull", False),
                    _connector="OR",
                ),
                name="claim_decision_has_time",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["source", "company", "opened_at"],
                include=("ended_at", "ending", "counted_at", "answered_at"),
                name="case_of_company",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["source", "changed_at"], name="case_changed"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("source", "reference"), name="case_once"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ending__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ending__isnull", False)),
                    _connector="OR",
                ),
                name="case_ending_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counted_at__isnull", True),
                    models.Q(("counted_at__lte", models.F("ended_at")), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="case_counts_not_after_known",
            ),
        ),
        migrations.AddIndex(
            model_name="alias",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["folded"], name="alias_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="alias",
            constraint=models.UniqueConstraint(fields=("company", "folded"), name="alias_once"),
        ),
        migrations.AddConstraint(
            model_name="handle",
            constraint=models.UniqueConstraint(fields=("network", "handle"), name="handle_once"),
        ),
        migrations.AddConstraint(
            model_name="handle",
            constraint=models.CheckConstraint(
                condition=models.Q(("proof", "none"), ("checked_at__isnull", False), _connector="OR"),
                name="handle_proof_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="representative",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("company", "user"),
                name="representative_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="representative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="representative_until_after_since",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorecard",
            constraint=models.UniqueConstraint(
                fields=("company", "source", "window_days", "as_of", "method_version"), name="scorecard_once"
            ),
        ),
    ]
