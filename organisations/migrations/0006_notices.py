"""How long ahead a change of processors is announced, and to whom one objects."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_messages")]
    operations = []
