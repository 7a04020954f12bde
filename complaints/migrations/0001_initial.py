import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("companies", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=12, unique=True)),
                (
                    "public_name",
                    models.CharField(blank=True, max_length=60, verbose_name="name shown with it"),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("story", models.TextField(blank=True, max_length=8000)),
                (
                    "wish",
                    models.TextField(blank=True, max_length=1000, verbose_name="what would put it right"),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("billing", "Wrong bill or charge"),
                            ("refund", "Refund not paid"),
                            ("delivery", "Not delivered or late"),
                            ("defect", "Broken or not as described"),
                            ("service", "Service does not work"),
                            ("contract", "Contract or cancellation"),
                            ("account", "Account locked or access lost"),
                            ("data", "Personal data"),
                            ("conduct", "How I was treated"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("product", models.CharField(blank=True, max_length=120)),
                ("product_version", models.CharField(blank=True, max_length=60)),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="amount at stake"
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency (ISO 4217)")),
                ("happened_on", models.DateField(blank=True, null=True)),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country (ISO 3166)")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("rejected", "Rejected"),
                            ("discarded", "Discarded"),
                            ("awaiting_answer", "Awaiting answer"),
                            ("answered", "Answered"),
                            ("fix_offered", "Fix offered"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                        ],
                        default="draft",
                        max_length=16,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resolved", "Resolved"),
                            ("partly", "Partly resolved"),
                            ("unconfirmed", "Unconfirmed"),
                            ("withdrawn", "Withdrawn"),
                            ("gave_up", "Gave up"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "Public"), ("hidden", "Hidden"), ("removed", "Removed")],
                        default="public",
                        max_length=8,
                    ),
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
                        verbose_name="evidence today",
                    ),
                ),
                (
                    "tier_at_publication",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "No evidence"),
                            (1, "Reference number"),
                            (2, "Document"),
                            (3, "Mail signed by the brand"),
                            (4, "Checked by a moderator"),
                        ],
                        null=True,
                    ),
                ),
                ("exclusion", models.CharField(blank=True, max_length=12)),
                ("is_tied", models.BooleanField(default=False)),
                (
                    "step",
                    models.CharField(
                        default="story", max_length=12, verbose_name="where the customer left the filing"
                    ),
                ),
                (
                    "review_reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                ("attested_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="clock B starts")),
                ("first_attempt_on", models.DateField(blank=True, null=True, verbose_name="clock A starts")),
                ("is_brand_told", models.BooleanField(default=False)),
                (
                    "replied_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="first company reply of any kind"
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="first standing answer"),
                ),
                (
                    "offer_due_on",
                    models.DateField(blank=True, null=True, verbose_name="day by which the fix is promised"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="when the ending became known"),
                ),
                (
                    "counted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="moment at which the ending counts"
                    ),
                ),
                ("fixed_on", models.DateField(blank=True, null=True, verbose_name="day the customer names")),
                (
                    "company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="companies.company",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="complaints",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "twin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="twins",
                        to="complaints.complaint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
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
                ("made_on", models.DateField()),
                ("times", models.PositiveSmallIntegerField(default=1, verbose_name="how often")),
                (
                    "minutes",
                    models.PositiveIntegerField(default=0, verbose_name="minutes spent, all times together"),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="reference the company gave (never public)"
                    ),
                ),
                (
                    "came_of",
                    models.CharField(
                        choices=[
                            ("nobody", "Nobody answered, or I was cut off"),
                            ("no_reply", "No reply"),
                            ("automated", "Only an automatic reply"),
                            ("canned", "A standard text that did not fit"),
                            ("passed_on", "Sent elsewhere: another number, page or shop"),
                            ("promise_broken", "Promised something that did not happen"),
                            ("refused", "Refused"),
                            ("partly_helped", "Partly helped"),
                            ("waiting", "Still waiting for a reply"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="public")),
                ("created_at", models.DateTimeField()),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="complaints.complaint",
                    ),
                ),
            ],
            options={
                "ordering": ["made_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Connection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("network", models.CharField(choices=[("mastodon", "Mastodon")], max_length=20)),
                ("instance", models.URLField(verbose_name="address of the server")),
                ("remote_id", models.CharField(max_length=200)),
                ("handle", models.CharField(max_length=200)),
                ("secret", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("reconnect", "Needs to be connected again"),
                            ("disabled", "Switched off"),
                        ],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("limits", models.JSONField(default=dict, verbose_name="limits as the server states them")),
                (
                    "mentions_cursor",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="id of the last notification seen"
                    ),
                ),
                ("connected_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="connections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Event",
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
                            ("submitted", "Submitted"),
                            ("discarded", "Discarded"),
                            ("taken_back", "Taken back"),
                            ("returned", "Returned to the author"),
                            ("published", "Published"),
                            ("rejected", "Rejected"),
                            ("brand_told", "The brand was told"),
                            ("brand_mail_bounced", "The mail to the brand came back"),
                            ("brand_has_no_address", "The brand has no known address"),
                            ("posted", "Posted"),
                            ("posting_failed", "A posting failed"),
                            ("posting_edited", "A posting was changed"),
                            ("posting_removed", "A posting was removed"),
                            ("posting_queued", "A posting is to be sent again"),
                            ("reply_received", "Reply"),
                            ("reply_changed", "A reply was changed on the network"),
                            ("reply_removed", "A reply was removed on the network"),
                            ("reply_confirmed", "An account was confirmed as the brand's"),
                            ("account_refused", "An account was found not to be the brand's"),
                            ("label_contested", "A label was contested"),
                            ("label_corrected", "A label was corrected"),
                            ("label_upheld", "A label was upheld"),
                            ("fix_offered", "Fix offered"),
                            ("offer_taken_back", "Offer taken back"),
                            ("customer_asked", "The customer was asked"),
                            ("not_fixed", "The customer says: not fixed"),
                            ("partly_fixed", "The customer says: partly fixed"),
                            ("resolved", "The customer says: fixed"),
                            ("withdrawn", "Withdrawn"),
                            ("gave_up", "Gave up"),
                            ("escalated", "Escalated"),
                            ("lapsed", "Lapsed without a word"),
                            ("reopened", "Reopened"),
                            ("moved", "Moved to another company"),
                            ("joined", "Joined to its twin"),
                            ("hidden", "Hidden"),
                            ("removed", "Removed"),
                            ("restored", "Restored"),
                            ("excluded", "Left out of the statistics"),
                            ("included", "Taken into the statistics again"),
                            ("evidence_checked", "Evidence checked by a moderator"),
                            ("author_erased", "The author closed the account"),
                        ],
                        max_length=24,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "actor_role",
                    models.CharField(
                        choices=[
                            ("customer", "Customer"),
                            ("company", "Company"),
                            ("moderator", "Moderator"),
                            ("system", "Answerable"),
                            ("other", "Somebody else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("actor_id", models.BigIntegerField(null=True)),
                ("is_public", models.BooleanField(default=True)),
                ("data", models.JSONField(default=dict)),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="complaints.complaint",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("stored_as", models.CharField(max_length=80, unique=True)),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="complaints.complaint",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["id"],
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
                ("network", models.CharField(choices=[("mastodon", "Mastodon")], max_length=20)),
                ("text", models.TextField(verbose_name="as the customer approved it, link included")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Waits for publication"),
                            ("queued", "Queued"),
                            ("sending", "Being sent"),
                            ("needs_check", "Being checked: the answer of the network was lost"),
                            ("sent", "Posted"),
                            ("failed", "Failed"),
                            ("removed", "Removed"),
                        ],
                        default="prepared",
                        max_length=12,
                    ),
                ),
                (
                    "wish",
                    models.CharField(
                        blank=True,
                        choices=[("", "Nothing"), ("edit", "Change the text"), ("remove", "Take it down")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("idempotency_key", models.CharField(max_length=64, unique=True)),
                ("remote_id", models.CharField(blank=True, max_length=200)),
                ("remote_url", models.URLField(blank=True, max_length=500)),
                ("first_tried_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                (
                    "last_error",
                    models.CharField(blank=True, max_length=300, verbose_name="in the words of the operator"),
                ),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "polled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last poll that was answered"),
                ),
                ("next_poll_at", models.DateTimeField(blank=True, null=True)),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="complaints.connection",
                    ),
                ),
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
                ("occasion", models.CharField(max_length=30)),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "Not asked yet"),
                            ("asked", "Asked"),
                            ("answered", "Answered"),
                            ("dropped", "No longer needed"),
                        ],
                        default="due",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("fixed", "Fixed"), ("partly", "Partly fixed"), ("not_fixed", "Not fixed")],
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="complaints.complaint",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at"],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("company", "Company"),
                            ("unconfirmed", "Not yet confirmed as the company"),
                            ("customer", "Customer"),
                            ("other", "Somebody else"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("site", "On the site"),
                            ("api", "By API"),
                            ("mail", "By e-mail"),
                            ("network", "On a network"),
                        ],
                        max_length=8,
                    ),
                ),
                ("network", models.CharField(blank=True, max_length=20)),
                ("author_name", models.CharField(max_length=120)),
                ("author_handle", models.CharField(blank=True, max_length=200)),
                ("author_remote_id", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(max_length=5000)),
                ("remote_id", models.CharField(blank=True, max_length=200)),
                ("remote_url", models.URLField(blank=True, max_length=500)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answer", "Answer"),
                            ("acknowledgement", "Acknowledgement"),
                            ("deflection", "Deflection"),
                            ("statement", "Statement"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), blank=True, default=list, size=None
                    ),
                ),
                ("is_offer", models.BooleanField(default=False)),
                ("offer_due_on", models.DateField(blank=True, null=True)),
                (
                    "stands",
                    models.BooleanField(
                        default=True, verbose_name="false once the offer in it was taken back"
                    ),
                ),
                ("stated_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("removed_remotely_at", models.DateTimeField(blank=True, null=True)),
                ("contested_at", models.DateTimeField(blank=True, null=True)),
                ("contest_reason", models.CharField(blank=True, max_length=500)),
                ("contested_by_side", models.CharField(blank=True, max_length=12)),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "Public"), ("hidden", "Hidden"), ("removed", "Removed")],
                        default="public",
                        max_length=8,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="complaints.posting",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "replies",
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False), ("visibility", "public")),
                fields=["-published_at", "-id"],
                name="complaint_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["company", "-published_at"], name="complaint_of_company"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["customer", "-created_at"], name="complaint_of_customer"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("status", "fix_offered")),
                fields=["offer_due_on"],
                name="complaint_offers",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "resolved"), ("status", "resolved")),
                    models.Q(
                        ("status", "closed"),
                        ("outcome__in", ["partly", "unconfirmed", "withdrawn", "gave_up"]),
                    ),
                    models.Q(
                        models.Q(("status__in", ["resolved", "closed"]), _negated=True), ("outcome", "")
                    ),
                    _connector="OR",
                ),
                name="complaint_outcome_matches_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["resolved", "closed"]), ("ended_at__isnull", False)),
                    models.Q(
                        models.Q(("status__in", ["resolved", "closed"]), _negated=True),
                        ("counted_at__isnull", True),
                        ("ended_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="complaint_end_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("published_at__isnull", True),
                        ("status__in", ["draft", "in_review", "rejected", "discarded"]),
                    ),
                    models.Q(
                        ("status__in", ["awaiting_answer", "answered", "fix_offered", "resolved", "closed"]),
                        ("company__isnull", False),
                        ("published_at__isnull", False),
                        ("tier_at_publication__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="complaint_published_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "fix_offered"), _negated=True),
                    ("offer_due_on__isnull", False),
                    _connector="OR",
                ),
                name="complaint_offer_has_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_at__isnull", True),
                    ("replied_at__lte", models.F("answered_at")),
                    _connector="OR",
                ),
                name="complaint_answer_is_a_reply",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__isnull", True), ("currency", "")),
                    models.Q(("amount__gte", 0), models.Q(("currency", ""), _negated=True)),
                    _connector="OR",
                ),
                name="complaint_amount_has_currency",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("times__gte", 1)), name="attempt_at_least_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__lte", 100000)), name="attempt_minutes_sane"
            ),
        ),
        migrations.AddConstraint(
            model_name="connection",
            constraint=models.UniqueConstraint(
                fields=("network", "instance", "remote_id"), name="connection_once"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["complaint", "at"], name="event_of_complaint"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["kind", "at"], name="event_of_kind"),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["state", "next_try_at"], name="posting_due"),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                condition=models.Q(("state", "sent")), fields=["next_poll_at"], name="posting_to_poll"
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "removed"), _negated=True),
                fields=("complaint", "network"),
                name="posting_one_per_case_and_network",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sent"), _negated=True),
                    models.Q(models.Q(("remote_id", ""), _negated=True), ("sent_at__isnull", False)),
                    _connector="OR",
                ),
                name="posting_sent_has_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sending"), _negated=True),
                    ("lease_until__isnull", False),
                    _connector="OR",
                ),
                name="posting_sending_has_lease",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(condition=models.Q(("state", "due")), fields=["due_at"], name="question_due"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("complaint", "occasion"), name="question_once"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "answered"),
                        models.Q(("answer", ""), _negated=True),
                        ("answered_at__isnull", False),
                    ),
                    models.Q(
                        models.Q(("state", "answered"), _negated=True),
                        ("answer", ""),
                        ("answered_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="question_answer_has_time",
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(fields=["complaint", "at"], name="reply_of_complaint"),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(
                condition=models.Q(("remote_id", ""), _negated=True),
                fields=("posting", "remote_id"),
                name="reply_once_per_posting",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("side", "company"), models.Q(("kind", ""), _negated=True)),
                    models.Q(models.Q(("side", "company"), _negated=True), ("kind", "")),
                    _connector="OR",
                ),
                name="reply_kind_of_company_only",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "network"), _negated=True),
                    models.Q(
                        models.Q(("remote_id", ""), _negated=True), models.Q(("network", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="reply_remote_has_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_offer", False), ("offer_due_on__isnull", False), _connector="OR"),
                name="reply_offer_has_day",
            ),
        ),
    ]
