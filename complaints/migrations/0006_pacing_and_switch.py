import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0005_milestones_and_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TokenBucket",
            fields=[
                ("key", models.CharField(max_length=150, primary_key=True, serialize=False)),
                (
                    "tokens",
                    models.FloatField(
                        verbose_name="points it held at `at`; less than none while a server refuses more"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "was_granted",
                    models.BooleanField(verbose_name="whether it had enough for whoever asked last"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="connection",
            name="hear_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="when to look for mentions next"),
        ),
        migrations.AddField(
            model_name="posting",
            name="not_before",
            field=models.DateTimeField(blank=True, null=True, verbose_name="by the limits of its customer"),
        ),
        migrations.CreateModel(
            name="ServerRest",
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
                ("instance", models.URLField(verbose_name="address of the server")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="in a row")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=60, verbose_name="code of the last failure")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("network", "instance"), name="server_rest_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NetworkPause",
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
                ("since", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                (
                    "ended_by",
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("network",),
                        name="network_pause_one_at_a_time",
                    )
                ],
            },
        ),
    ]
