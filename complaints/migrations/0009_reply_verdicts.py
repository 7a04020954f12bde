import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


def earlier_replies(apps, schema_editor):
    """What was judged before keeps its verdict, by the rules of version 1, and the brand that said it."""
    # Over the connection that holds the locks of this migration: another would wait for it for ever.
    replies = apps.get_model("complaints", "Reply").objects.using(schema_editor.connection.alias)
    complaints = apps.get_model("complaints", "Complaint").objects.using(schema_editor.connection.alias)
    brand = complaints.filter(pk=models.OuterRef("complaint_id")).values("company_id")[:1]
    judged = replies.filter(side="company")
    judged.filter(is_offer=False).update(rules_version="1")
    # What a customer told of an offer are not the words of the brand.
    own = judged.exclude(is_offer=True, author_name__endswith=", as told by the customer")
    own.update(company_id=models.Subquery(brand))
    # Foreign keys are checked at the end of the transaction, and no index can be made while a check is pending.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0005_review_sites"),
        ("complaints", "0008_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="reply",
            name="company",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="companies.company",
                verbose_name="the brand whose words these are, wherever the case has moved since",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="copies",
            field=models.PositiveSmallIntegerField(
                default=0, verbose_name="other customers who had such a text before"
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="copy_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="complaints.reply",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="is_canned",
            field=models.BooleanField(default=False, verbose_name="a near-copy, from the third customer on"),
        ),
        migrations.AddField(
            model_name="reply",
            name="rules_version",
            field=models.CharField(
                blank=True, max_length=8, verbose_name="version of the rules that judged it"
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="sends_to",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("dm", "a private message"),
                        ("phone", "the telephone"),
                        ("email", "e-mail"),
                        ("chat", "a chat"),
                        ("link", "a link or help page"),
                        ("form", "a form"),
                        ("app", "an app or account"),
                        ("shop", "a shop or office"),
                        ("contact", "somebody else"),
                    ],
                    max_length=8,
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="similarity",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="to the earlier reply, in per cent"
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="tone",
            field=models.CharField(
                blank=True,
                choices=[
                    ("helpful", "Helpful"),
                    ("neutral", "Neutral"),
                    ("apology_only", "Apology only"),
                    ("dismissive", "Dismissive"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="tone_words",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=300), blank=True, default=list, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(("company__isnull", False)),
                fields=["company", "-at"],
                name="reply_of_brand",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("copies", 0), ("similarity__isnull", True)),
                    models.Q(("copies__gt", 0), ("similarity__isnull", False)),
                    _connector="OR",
                ),
                name="reply_copies_have_similarity",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("side", "company"),
                    models.Q(("tone", ""), ("is_canned", False), ("company__isnull", True)),
                    _connector="OR",
                ),
                name="reply_verdict_of_company_only",
            ),
        ),
        # Last: rows whose references are still to be checked keep a table from being altered.
        migrations.RunPython(earlier_replies, migrations.RunPython.noop),
    ]
