from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0012_posting_new_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="grants",
            field=models.PositiveIntegerField(default=1, verbose_name="how often a person has granted it"),
        ),
        migrations.CreateModel(
            name="ReadOnce",
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
                ("what", models.CharField(max_length=8, verbose_name="post or person")),
                ("remote_id", models.CharField(max_length=200)),
            ],
            options={
                "verbose_name_plural": "things read once",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "day", "what", "remote_id"), name="read_once_a_day"
                    )
                ],
            },
        ),
    ]
