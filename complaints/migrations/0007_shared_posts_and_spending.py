import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0006_pacing_and_switch"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
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
                    ("shared", "Posted elsewhere by the customer"),
                    ("shared_taken_off", "A link to the customer's post was taken off"),
                ],
                max_length=24,
            ),
        ),
        migrations.CreateModel(
            name="Spending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "network",
                    models.CharField(
                        choices=[
                            ("mastodon", "Mastodon"),
                            ("bluesky", "Bluesky"),
                            ("wordpress", "WordPress"),
                            ("tumblr", "Tumblr"),
                            ("x", "X"),
                            ("threads", "Threads"),
                            ("facebook-page", "Facebook Page"),
                            ("facebook", "Facebook"),
                            ("linkedin", "LinkedIn"),
                            ("reddit", "Reddit"),
                            ("yelp", "Yelp"),
                            ("tripadvisor", "Tripadvisor"),
                            ("google-reviews", "Google reviews"),
                            ("foursquare", "Foursquare"),
                            ("whatsapp", "WhatsApp"),
                            ("telegram", "Telegram"),
                        ],
                        max_length=20,
                    ),
                ),
                ("day", models.DateField()),
                ("posts", models.PositiveIntegerField(default=0)),
                ("usd", models.DecimalField(decimal_places=3, default=0, max_digits=10)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("network", "day"), name="spending_once_a_day"),
                    models.CheckConstraint(condition=models.Q(("usd__gte", 0)), name="spending_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "network",
                    models.CharField(
                        choices=[
                            ("mastodon", "Mastodon"),
                            ("bluesky", "Bluesky"),
                            ("wordpress", "WordPress"),
                            ("tumblr", "Tumblr"),
                            ("x", "X"),
                            ("threads", "Threads"),
                            ("facebook-page", "Facebook Page"),
                            ("facebook", "Facebook"),
                            ("linkedin", "LinkedIn"),
                            ("reddit", "Reddit"),
                            ("yelp", "Yelp"),
                            ("tripadvisor", "Tripadvisor"),
                            ("google-reviews", "Google reviews"),
                            ("foursquare", "Foursquare"),
                            ("whatsapp", "WhatsApp"),
                            ("telegram", "Telegram"),
                        ],
                        max_length=20,
                    ),
                ),
                ("url", models.URLField(max_length=500)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="shared_posts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_posts",
                        to="complaints.complaint",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("complaint", "url"), name="shared_post_once")
                ],
            },
        ),
    ]
