"""What organisations tell the public: processors ahead of time, GPC, security contact."""

import django.core.validators
from django.db import migrations, models

import organisations.validators


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_messages")]
    operations = [
        migrations.AddField(
            "organisation",
            "notice_days",
            models.PositiveSmallIntegerField(
                default=30,
                help_text="How many days ahead readers are told of a new processor. "
                "0: they are not told ahead.",
                validators=[django.core.validators.MaxValueValidator(365)],
                verbose_name="days of notice",
            ),
        ),
        migrations.AddField(
            "organisation",
            "objection_email",
            models.EmailField(
                blank=True,
                help_text="Where readers object to a new processor. Left empty: the "
                "data protection officer's, or the organisation's own.",
                max_length=254,
                verbose_name="e-mail for objections",
            ),
        ),
        *(
            migrations.AddField(
                "organisation",
                name,
                models.CharField(
                    blank=True,
                    help_text="A sentence that replaces the usual one.",
                    max_length=300,
                    verbose_name="how to object",
                    **more,
                ),
            )
            for name, more in (
                ("objection_text", {}),
                ("objection_text_nl", {"null": True}),
                ("objection_text_en", {"null": True}),
            )
        ),
        migrations.AddField(
            "organisation",
            "gpc_since",
            models.DateField(
                blank=True,
                help_text="From that day on the organisation's sites take the browser's "
                "signal as an objection. Left empty, they say nothing about it.",
                null=True,
                verbose_name="honours Global Privacy Control since",
            ),
        ),
        migrations.AddField(
            "organisation",
            "security_contact",
            models.CharField(
                blank=True,
                help_text="An e-mail address or a page (https) for who found a "
                "weakness.",
                max_length=200,
                validators=[organisations.validators.security_contact],
                verbose_name="contact for security problems",
            ),
        ),
    ]
