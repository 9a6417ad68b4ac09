from django.db import migrations, models


def look_at_all_once(apps, editor):
    """Nobody knows yet when the projects of before wake: the first night finds out."""
    projects = apps.get_model("projects", "Project").objects
    projects.update(wakes_on=models.F("registered_on"))


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_refusals_stay")]

    operations = [
        migrations.AddField("project", "wakes_on", models.DateField(editable=False, null=True)),
        migrations.RunPython(look_at_all_once, migrations.RunPython.noop),
        migrations.AddIndex(
            "project",
            models.Index(
                condition=models.Q(("wakes_on__isnull", False)),
                fields=["wakes_on", "id"],
                name="projects_to_wake",
            ),
        ),
    ]
