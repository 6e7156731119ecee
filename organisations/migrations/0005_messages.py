"""Messages to staff: an outbox, and what each person wants to receive."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_approval"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Preference",
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
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the default language of the organisation.",
                        max_length=5,
                        verbose_name="language of messages",
                    ),
                ),
                (
                    "muted",
                    models.JSONField(
                        blank=True, default=list, verbose_name="switched off"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preference",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "preference",
                "verbose_name_plural": "preferences",
            },
        ),
        migrations.CreateModel(
            name="Message",
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
                ("to", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("review_asked", "Somebody asks for a review of a draft"),
                            ("approved", "A draft is approved"),
                            ("rejected", "A draft is sent back with a comment"),
                            ("published", "A version is published"),
                            ("review_overdue", "The review of a policy is overdue"),
                        ],
                        max_length=20,
                        verbose_name="about",
                    ),
                ),
                ("language", models.CharField(max_length=5, verbose_name="language")),
                ("subject", models.CharField(max_length=250, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField()),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="written at"
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sent at"),
                ),
                (
                    "attempts",
                    models.PositiveIntegerField(default=0, verbose_name="attempts"),
                ),
                (
                    "next_attempt",
                    models.DateTimeField(default=django.utils.timezone.now),
                ),
                ("last_error", models.TextField(blank=True, verbose_name="last error")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["created_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at", None)),
                        fields=["next_attempt"],
                        name="messages_to_send",
                    )
                ],
            },
        ),
    ]
