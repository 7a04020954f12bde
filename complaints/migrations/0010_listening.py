import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0005_review_sites"),
        ("complaints", "0009_reply_verdicts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=100)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="searches",
                        to="companies.company",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "saved searches",
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Lookout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cursor", models.TextField(blank=True, verbose_name="where to go on")),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                (
                    "looked_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="last time that the network answered"
                    ),
                ),
                (
                    "failure",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="why the last look brought nothing"
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lookouts",
                        to="complaints.connection",
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lookouts",
                        to="complaints.savedsearch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HeardPost",
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
                ("server", models.URLField()),
                ("remote_id", models.CharField(max_length=200)),
                ("url", models.URLField(blank=True, max_length=1000)),
                ("author_id", models.CharField(blank=True, max_length=200)),
                ("author_handle", models.CharField(max_length=255)),
                ("author_name", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(blank=True, max_length=3000)),
                ("language", models.CharField(blank=True, max_length=16)),
                ("stated_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("found_at", models.DateTimeField()),
                ("keep_until", models.DateTimeField()),
                ("check_at", models.DateTimeField(verbose_name="when to see whether it still stands")),
                (
                    "removed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="when we saw that it was gone"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("problem", "Looks like a problem"),
                            ("praise", "Praise"),
                            ("noise", "Noise"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "words",
                    models.JSONField(blank=True, default=list, verbose_name="words that caused the verdict"),
                ),
                ("rules_version", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("taken", "Taken"),
                            ("invited", "Invited"),
                            ("dismissed", "Dismissed"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_ours", "It is about something else"),
                            ("no_problem", "It is no problem"),
                            ("solved", "It is solved already"),
                            ("not_now", "Not for us to answer"),
                        ],
                        max_length=12,
                        verbose_name="why it was dismissed",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="heard_posts",
                        to="companies.company",
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="heard_posts",
                        to="complaints.connection",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="posts",
                        to="complaints.savedsearch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
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
                ("handle", models.CharField(max_length=255)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["network", "handle", "-at"], name="invitation_of_author")],
            },
        ),
        migrations.CreateModel(
            name="OptOut",
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
                ("handle", models.CharField(max_length=255)),
                (
                    "author_id",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="id, where it is the same from everywhere"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who passed the wish on; nobody for the public form.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("network", "handle"), name="opt_out_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.UniqueConstraint(
                models.F("company"), django.db.models.functions.text.Lower("words"), name="saved_search_once"
            ),
        ),
        migrations.AddIndex(
            model_name="lookout",
            index=models.Index(fields=["next_at"], name="lookout_due"),
        ),
        migrations.AddConstraint(
            model_name="lookout",
            constraint=models.UniqueConstraint(fields=("search", "connection"), name="lookout_once"),
        ),
        migrations.AddIndex(
            model_name="heardpost",
            index=models.Index(fields=["company", "state", "kind", "-id"], name="heard_post_of_company"),
        ),
        migrations.AddIndex(
            model_name="heardpost",
            index=models.Index(fields=["keep_until"], name="heard_post_kept"),
        ),
        migrations.AddIndex(
            model_name="heardpost",
            index=models.Index(
                condition=models.Q(("removed_at", None)), fields=["check_at"], name="heard_post_to_check"
            ),
        ),
        migrations.AddIndex(
            model_name="heardpost",
            index=models.Index(
                models.F("network"),
                django.db.models.functions.text.Upper("author_handle"),
                name="heard_post_of_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="heardpost",
            constraint=models.UniqueConstraint(
                fields=("company", "network", "server", "remote_id"), name="heard_post_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="heardpost",
            constraint=models.UniqueConstraint(
                condition=models.Q(("url", ""), _negated=True),
                fields=("company", "url"),
                name="heard_post_once_by_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="heardpost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("state", "new")),
                    models.Q(models.Q(("state", "new"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="heard_post_decision_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="heardpost",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), ("state", "dismissed"), _connector="OR"),
                name="heard_post_why_dismissed",
            ),
        ),
        migrations.AddConstraint(
            model_name="heardpost",
            constraint=models.CheckConstraint(
                condition=models.Q(("removed_at__isnull", True), ("text", ""), _connector="OR"),
                name="heard_post_removed_has_no_words",
            ),
        ),
    ]
