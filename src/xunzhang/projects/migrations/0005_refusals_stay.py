"""Refusals keep the facts they rested on, and cannot be changed or taken away: triggers refuse it."""

from django.db import migrations, models

SQLITE = [
    f"""CREATE TRIGGER projects_refusal_no_{verb} BEFORE {verb} ON projects_refusal
    BEGIN SELECT RAISE(ABORT, 'refusals never change'); END"""
    for verb in ("update", "delete")
]
POSTGRES = [
    """CREATE FUNCTION projects_refusal_fixed() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'refusals never change'; END $$""",
    """CREATE TRIGGER projects_refusal_fixed BEFORE UPDATE OR DELETE ON projects_refusal
    FOR EACH ROW EXECUTE FUNCTION projects_refusal_fixed()""",
]


def forbid_changes(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def allow_changes(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER projects_refusal_no_{verb}")
        return
    schema_editor.execute("DROP TRIGGER projects_refusal_fixed ON projects_refusal")
    schema_editor.execute("DROP FUNCTION projects_refusal_fixed()")


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_refusals")]
    operations = [
        migrations.AddField("refusal", "facts", models.JSONField(default=dict)),
        migrations.RunPython(forbid_changes, allow_changes),
    ]
