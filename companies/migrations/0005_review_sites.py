import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0004_handle_proved_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="company",
            name="foursquare_id",
            field=models.CharField(
                blank=True,
                max_length=24,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[0-9a-f]{24}\\Z",
                        "Enter the id alone, as it stands in the address of the brand's page there.",
                    )
                ],
                verbose_name="Foursquare: venue id",
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="google_place_id",
            field=models.CharField(
                blank=True,
                max_length=300,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[A-Za-z0-9_-]{10,}\\Z",
                        "Enter the id alone, as it stands in the address of the brand's page there.",
                    )
                ],
                verbose_name="Google: place id",
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="tripadvisor_path",
            field=models.CharField(
                blank=True,
                help_text="As in the address of its page: g187147-d188757-Reviews-Name is written g187147-d188757-Name.",
                max_length=200,
                validators=[
                    django.core.validators.RegexValidator(
                        "^g\\d+-d\\d+(-[\\w.,-]+)?\\Z",
                        "Enter the id alone, as it stands in the address of the brand's page there.",
                    )
                ],
                verbose_name="Tripadvisor: from g to the end, without .html",
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="yelp_id",
            field=models.CharField(
                blank=True,
                max_length=120,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[\\w-]+\\Z",
                        "Enter the id alone, as it stands in the address of the brand's page there.",
                    )
                ],
                verbose_name="Yelp: id or alias",
            ),
        ),
    ]
