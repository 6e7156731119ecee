"""Notices of processors, and signed messages to other systems."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0008_subscriptions"),
        ("organisations", "0006_notices"),
    ]
    operations = []
