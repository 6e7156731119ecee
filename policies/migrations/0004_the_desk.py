"""What the editor's desk keeps: reviews, comments, clauses, links, deleted sections."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_approval"),
        ("policies", "0003_cms_plugins"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clause",
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
                    "title",
                    models.CharField(
                        help_text="How colleagues find it; readers never see it.",
                        max_length=200,
                        verbose_name="name in the library",
                    ),
                ),
                (
                    "title_nl",
                    models.CharField(
                        help_text="How colleagues find it; readers never see it.",
                        max_length=200,
                        null=True,
                        verbose_name="name in the library",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        help_text="How colleagues find it; readers never see it.",
                        max_length=200,
                        null=True,
                        verbose_name="name in the library",
                    ),
                ),
                ("content", models.JSONField(default=dict, verbose_name="text")),
                ("lock_version", models.PositiveIntegerField(default=0)),
                (
                    "changed_at",
                    models.DateTimeField(auto_now=True, verbose_name="changed at"),
                ),
                (
                    "changed_by",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="changed by"
                    ),
                ),
            ],
            options={
                "verbose_name": "clause",
                "verbose_name_plural": "clauses",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
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
                ("section_uid", models.CharField(blank=True, max_length=80)),
                ("author", models.CharField(max_length=50, verbose_name="by")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("text", models.TextField(verbose_name="comment")),
                (
                    "asks_change",
                    models.BooleanField(
                        default=False, verbose_name="asks for a change"
                    ),
                ),
                (
                    "resolved_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="resolved at"
                    ),
                ),
                (
                    "resolved_by",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="resolved by"
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                ("step", models.PositiveIntegerField(default=0, verbose_name="step")),
                (
                    "step_name",
                    models.CharField(blank=True, max_length=80, verbose_name="step"),
                ),
                ("actor", models.CharField(max_length=50, verbose_name="by")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("approve", "approved"), ("reject", "rejected")],
                        max_length=20,
                        verbose_name="verdict",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                (
                    "single_person",
                    models.BooleanField(
                        default=False, verbose_name="by a single person"
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Manuscript",
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
                ("content", models.JSONField()),
            ],
            options={
                "verbose_name": "manuscript",
                "verbose_name_plural": "manuscripts",
            },
        ),
        migrations.CreateModel(
            name="PreviewLink",
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
                ("for_whom", models.CharField(max_length=120, verbose_name="for whom")),
                ("created_at", models.DateTimeField(verbose_name="made at")),
                ("created_by", models.CharField(max_length=50, verbose_name="made by")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                (
                    "revoked_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="revoked at"
                    ),
                ),
                (
                    "seen_count",
                    models.PositiveIntegerField(default=0, verbose_name="times opened"),
                ),
                (
                    "last_seen_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="last opened"
                    ),
                ),
            ],
            options={
                "verbose_name": "link for counsel",
                "verbose_name_plural": "links for counsel",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Removed",
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
                ("content", models.JSONField()),
                ("parent_uid", models.CharField(blank=True, max_length=80)),
                ("position", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(verbose_name="deleted at")),
                ("actor", models.CharField(max_length=50, verbose_name="deleted by")),
            ],
            options={
                "verbose_name": "deleted section",
                "verbose_name_plural": "deleted sections",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Round",
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
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("opened_at", models.DateTimeField(verbose_name="asked at")),
                ("opened_by", models.CharField(max_length=50, verbose_name="asked by")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="closed at"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("approved", "approved"),
                            ("rejected", "rejected"),
                            ("taken_back", "taken back"),
                            ("overtaken", "overtaken by a change"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="draft",
            name="published_lock",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="section",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="section",
            name="published",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="section",
            name="behind",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="section",
            name="lacking",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="draft",
            name="writers",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="entry",
            name="agreed",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="policy",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                help_text="The parent's policy of which this one takes sections.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followers",
                to="policies.policy",
                verbose_name="follows",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="next_review",
            field=models.DateField(blank=True, null=True, verbose_name="next review"),
        ),
        migrations.AddField(
            model_name="policy",
            name="review_months",
            field=models.PositiveSmallIntegerField(
                default=12, verbose_name="months between reviews"
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="reviewed_on",
            field=models.DateField(blank=True, null=True, verbose_name="last reviewed"),
        ),
        migrations.AddField(
            model_name="section",
            name="agreed",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="section",
            name="follows",
            field=models.BooleanField(
                default=False, verbose_name="from the parent's policy"
            ),
        ),
        migrations.AddField(
            model_name="section",
            name="taken",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="clause",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: for all organisations.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clauses",
                to="organisations.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="section",
            name="clause",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="policies.clause",
                verbose_name="clause",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="policies.policy",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="reply_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="replies",
                to="policies.comment",
            ),
        ),
        migrations.AddField(
            model_name="manuscript",
            name="version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="manuscript",
                to="policies.version",
            ),
        ),
        migrations.AddField(
            model_name="previewlink",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="preview_links",
                to="policies.policy",
            ),
        ),
        migrations.AddField(
            model_name="removed",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="removed",
                to="policies.draft",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rounds",
                to="policies.policy",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="decisions",
                to="policies.round",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                fields=("policy", "number"), name="one_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("policy",),
                name="one_open_round",
            ),
        ),
    ]
