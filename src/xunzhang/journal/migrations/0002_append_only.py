"""The journal cannot be changed through the database either: updates and deletes are refused by triggers."""

from django.db import migrations

from xunzhang.journal.fixed import append_only

forbid_changes, allow_changes = append_only("journal_entry", "journal entries never change")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(forbid_changes, allow_changes)]
