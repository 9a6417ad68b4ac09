from django.db import migrations, models


def look_at_all_once(apps, editor):
    """The first night finds out how far the projects of before have come."""
    projects = apps.get_model("projects", "Project").objects
    projects.update(wakes_on=models.F("registered_on"))


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_waking")]

    operations = [
        migrations.AddField("project", "started_on", models.DateField("开工", null=True)),
        migrations.AddField("project", "accepted_on", models.DateField("验收", null=True)),
        migrations.AddField("project", "acceptance_due", models.DateField("约定验收", null=True)),
        migrations.AddField("project", "reported", models.BigIntegerField("填报进度", null=True)),
        migrations.AddField("project", "reported_on", models.DateField("最近填报", null=True)),
        migrations.AddField("project", "evidence", models.PositiveSmallIntegerField("证据进度", null=True)),
        migrations.AddField("project", "divergence", models.BigIntegerField("相差", null=True)),
        migrations.RunPython(look_at_all_once, migrations.RunPython.noop),
    ]
