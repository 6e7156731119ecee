"""Readers who asked to be told of changes, and what they were sent."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("policies", "0007_what_was_approved")]
    operations = []
