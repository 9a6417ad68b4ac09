"""Refusals keep the facts they rested on, and cannot be changed or taken away: triggers refuse it."""

from django.db import migrations, models

from xunzhang.journal.fixed import append_only

forbid_changes, allow_changes = append_only("projects_refusal", "refusals never change")


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_refusals")]
    operations = [
        migrations.AddField("refusal", "facts", models.JSONField(default=dict)),
        migrations.RunPython(forbid_changes, allow_changes),
    ]
