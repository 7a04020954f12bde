from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0010_listening"),
    ]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="grants",
            field=models.PositiveIntegerField(default=1, verbose_name="how often a person has granted it"),
        ),
    ]
