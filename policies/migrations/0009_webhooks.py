"""Notices of processors, and signed messages to other systems."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import policies.models.webhook


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0008_subscriptions"),
        ("organisations", "0006_notices"),
    ]
    operations = [
        migrations.CreateModel(
            name="Webhook",
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
                    "description",
                    models.CharField(max_length=150, verbose_name="description"),
                ),
                ("url", models.CharField(max_length=500, verbose_name="address")),
                ("events", models.JSONField(default=list, verbose_name="is told when")),
                (
                    "active",
                    models.BooleanField(
                        default=True,
                        help_text="Switched off, it is told of nothing new.",
                        verbose_name="in use",
                    ),
                ),
                (
                    "secret",
                    models.CharField(
                        default=policies.models.webhook.new_secret,
                        editable=False,
                        max_length=100,
                    ),
                ),
                (
                    "former_secret",
                    models.CharField(blank=True, editable=False, max_length=100),
                ),
                ("rotated_at", models.DateTimeField(editable=False, null=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="added at",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="webhooks",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
                "ordering": ["organisation", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProcessorNotice",
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
                    "uid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("added", "begins"), ("removed", "ends")],
                        max_length=10,
                        verbose_name="change",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="company")),
                ("facts", models.JSONField(verbose_name="what was announced")),
                ("effective_on", models.DateField(verbose_name="takes effect on")),
                (
                    "announced_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="announced at"
                    ),
                ),
                (
                    "announced_by",
                    models.CharField(max_length=50, verbose_name="announced by"),
                ),
                (
                    "reason",
                    models.TextField(blank=True, verbose_name="why at shorter notice"),
                ),
                (
                    "taken_back_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="taken back at"
                    ),
                ),
                (
                    "taken_back_by",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="taken back by"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="processor_notices",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="policies.processor",
                        verbose_name="processor",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="policies.processornotice",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice of a processor",
                "verbose_name_plural": "notices of processors",
                "ordering": ["-announced_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["organisation", "effective_on"], name="notices_by_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
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
                    "uid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("type", models.CharField(max_length=40, verbose_name="event")),
                ("body", models.TextField(verbose_name="message")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="since"
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="attempts"
                    ),
                ),
                (
                    "next_attempt",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        null=True,
                        verbose_name="next attempt",
                    ),
                ),
                (
                    "attempted_at",
                    models.DateTimeField(null=True, verbose_name="last attempt"),
                ),
                (
                    "last_status",
                    models.PositiveSmallIntegerField(null=True, verbose_name="answer"),
                ),
                (
                    "trouble",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("address", "the address may not be used"),
                            (
                                "private",
                                "the name leads to an address inside our own network",
                            ),
                            ("name", "no machine of that name was found"),
                            ("connection", "no connection could be made"),
                            ("certificate", "the receiver's certificate is not valid"),
                            ("time", "the receiver did not answer in time"),
                            ("redirect", "the receiver sent us on to another address"),
                            ("answer", "the receiver did not accept the message"),
                        ],
                        max_length=20,
                        verbose_name="what went wrong",
                    ),
                ),
                (
                    "last_error",
                    models.TextField(blank=True, verbose_name="what the system said"),
                ),
                (
                    "delivered_at",
                    models.DateTimeField(null=True, verbose_name="arrived at"),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="policies.webhook",
                        verbose_name="webhook",
                    ),
                ),
            ],
            options={
                "verbose_name": "message to a webhook",
                "verbose_name_plural": "messages to webhooks",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("delivered_at", None), ("next_attempt__isnull", False)
                        ),
                        fields=["next_attempt"],
                        name="deliveries_to_send",
                    )
                ],
            },
        ),
    ]
