"""The journal cannot be changed through the database either: updates and deletes are refused by triggers."""

from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER journal_entry_no_{verb} BEFORE {verb} ON journal_entry
    BEGIN SELECT RAISE(ABORT, 'journal entries never change'); END"""
    for verb in ("update", "delete")
]
POSTGRES = [
    """CREATE FUNCTION journal_entry_fixed() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'journal entries never change'; END $$""",
    """CREATE TRIGGER journal_entry_fixed BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_entry_fixed()""",
]


def forbid_changes(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def allow_changes(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER journal_entry_no_{verb}")
        return
    schema_editor.execute("DROP TRIGGER journal_entry_fixed ON journal_entry")
    schema_editor.execute("DROP FUNCTION journal_entry_fixed()")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(forbid_changes, allow_changes)]
