from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("companies", "0003_handle_ids_by_server")]

    operations = [
        migrations.RemoveField(model_name="handle", name="remote_id"),
        migrations.AddConstraint(
            model_name="handle",
            constraint=models.UniqueConstraint(
                "company", "network", Lower("handle"), name="handle_once_per_company"
            ),
        ),
        migrations.AddConstraint(
            model_name="handle",
            constraint=models.UniqueConstraint(
                "network",
                Lower("handle"),
                condition=models.Q(("proof", "none"), _negated=True),
                name="handle_proved_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="handle",
            constraint=models.CheckConstraint(
                condition=models.Q(("lost_at__isnull", True), ("proof", "none"), _connector="OR"),
                name="handle_lost_has_no_proof",
            ),
        ),
    ]
