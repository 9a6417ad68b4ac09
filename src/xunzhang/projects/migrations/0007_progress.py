from datetime import date

from django.db import migrations, models

from xunzhang.regulations import catalogue

DAYS = ("started_on", "accepted_on", "acceptance_due", "reported_on")


def fill(apps, editor):
    """Projects that were there before: what their facts say. The evidence comes with their next act."""
    Project = apps.get_model("projects", "Project")
    mapping = catalogue.vocabulary().library
    for project in Project.objects.only("facts").iterator(chunk_size=500):
        known = {name: _first(project.facts, mapping.get(name, ())) for name in (*DAYS, "reported")}
        found = {name: value for name, value in known.items() if value is not None}
        said = {name: date.fromisoformat(value) if name in DAYS else value for name, value in found.items()}
        if said:
            Project.objects.filter(pk=project.pk).update(**said)


def _first(facts, names):
    return next((facts[name] for name in names if facts.get(name) is not None), None)


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
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
