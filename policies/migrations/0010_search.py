"""The index that readers search in."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("policies", "0009_webhooks")]
    operations = []
