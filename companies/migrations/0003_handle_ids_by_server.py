import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TRUSTED = ("proved", "website", "moderator")
# Bluesky, X and the others give an account one id, from wherever it is seen; Mastodon and WordPress do not.
IDS_BY_SERVER = ("mastodon", "wordpress")
PROOFS = [
    ("none", "Not checked"),
    ("website", "Linked from the brand's own website"),
    ("proved", "Proved by the company"),
    ("moderator", "Confirmed by a moderator"),
]


def keep_ids(apps, schema_editor):
    """The one id that was kept so far moves under the server that showed it."""
    # Everything over the connection that holds the lock of this migration: another would wait for it for ever.
    handles = apps.get_model("companies", "Handle").objects.using(schema_editor.connection.alias)
    replies = apps.get_model("complaints", "Reply").objects.using(schema_editor.connection.alias)
    connections = apps.get_model("complaints", "Connection").objects.using(schema_editor.connection.alias)
    for handle in handles.exclude(remote_id=""):
        if handle.network not in IDS_BY_SERVER:
            handle.remote_ids = {"*": handle.remote_id}
        else:
            servers = set(
                replies.filter(
                    network=handle.network,
                    author_remote_id=handle.remote_id,
                    author_handle__iexact=handle.handle,
                    posting__isnull=False,
                ).values_list("posting__connection__instance", flat=True)
            )
            if (
                not servers
            ):  # never seen to reply: whoever listed it saw the id from our server, or from its own
                own = connections.filter(network=handle.network, owner__isnull=True)
                servers = set(own.values_list("instance", flat=True))
                if len(servers) != 1:
                    servers = {"https://" + handle.handle.rpartition("@")[2]}
            handle.remote_ids = {server.rstrip("/"): handle.remote_id for server in servers}
        handle.save(update_fields=["remote_ids"])


def keep_one_id(apps, schema_editor):
    handles = apps.get_model("companies", "Handle").objects.using(schema_editor.connection.alias)
    for handle in handles.exclude(remote_ids={}):
        handle.remote_id = next(iter(handle.remote_ids.values()))
        handle.save(update_fields=["remote_id"])


def fold_case(apps, schema_editor):
    """Names of accounts do not differ by case, and an account is proved for one company: the earliest keeps it."""
    handles = apps.get_model("companies", "Handle").objects.using(schema_editor.connection.alias)
    rows = sorted(handles.all(), key=lambda row: (row.proof not in TRUSTED, row.pk))
    of_company, proved = set(), set()
    for handle in rows:
        handle.handle = handle.handle.lower()
        account = (handle.network, handle.handle)
        if (handle.company_id, *account) in of_company:
            handle.delete()
            continue
        of_company.add((handle.company_id, *account))
        if handle.proof in TRUSTED and account in proved:
            handle.proof = "none"
        if handle.proof in TRUSTED:
            proved.add(account)
        handle.save(update_fields=["handle", "proof"])


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_case_changed_of_company"),
        ("complaints", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandleChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("network", models.CharField(max_length=20)),
                ("handle", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("proved", "Found to be the brand's"),
                            ("asked", "A person was asked to look"),
                            ("not_there", "The code was not in the profile"),
                            ("lost", "The proof no longer held"),
                            ("settled", "Left without proof by a moderator"),
                            ("removed", "Removed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "proof",
                    models.CharField(choices=PROOFS, max_length=10, verbose_name="proof from then on"),
                ),
                ("page", models.URLField(blank=True, max_length=500)),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="why")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Nobody: the check that runs by the clock.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="handle_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handle_changes",
                        to="companies.company",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["company", "-at"], name="handle_change_of_company")],
            },
        ),
        migrations.RemoveConstraint(model_name="handle", name="handle_once"),
        migrations.AddField(
            model_name="handle",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="when a person was asked to look"),
        ),
        migrations.AddField(
            model_name="handle",
            name="code",
            field=models.CharField(
                blank=True, max_length=20, verbose_name="code for the text of the profile"
            ),
        ),
        migrations.AddField(
            model_name="handle",
            name="lost_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="when the proof was found not to hold"
            ),
        ),
        migrations.AddField(
            model_name="handle",
            name="page",
            field=models.URLField(
                blank=True, max_length=500, verbose_name="page of the brand's website that links it"
            ),
        ),
        migrations.AddField(
            model_name="handle",
            name="remote_ids",
            field=models.JSONField(
                blank=True, default=dict, verbose_name="ids by the server that they were seen on"
            ),
        ),
        migrations.AlterField(
            model_name="handle",
            name="checked_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="last time that a look brought an answer"
            ),
        ),
        migrations.RunPython(keep_ids, keep_one_id),
        migrations.RunPython(fold_case, migrations.RunPython.noop),
    ]
