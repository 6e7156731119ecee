"""Who approves, step by step, and whether one person may do both."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_audit_chain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="single_person",
            field=models.BooleanField(
                default=False,
                help_text="Otherwise who wrote a draft can't approve it. What a single person approved is recorded as such.",
                verbose_name="one person may write and approve",
            ),
        ),
        migrations.CreateModel(
            name="ApprovalStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(default=0, verbose_name="position"),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "name_nl",
                    models.CharField(max_length=80, null=True, verbose_name="name"),
                ),
                (
                    "name_en",
                    models.CharField(max_length=80, null=True, verbose_name="name"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approval_steps",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "people",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Nobody chosen: every approver of the organisation.",
                        related_name="approval_steps",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="people",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval step",
                "verbose_name_plural": "approval steps",
                "ordering": ["position", "pk"],
            },
        ),
    ]
