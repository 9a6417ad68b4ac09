import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunzhang.journal.fixed import append_only

forbid_changes, allow_changes = append_only("procedures_layer", "layers of a baseline never change")


class Migration(migrations.Migration):

    dependencies = [
        ('procedures', '0002_revisions'),
        ('projects', '0007_progress'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Layer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几层')),
                ('facts', models.JSONField()),
                ('change', models.JSONField(default=dict)),
                ('document', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('day', models.DateField(verbose_name='批准日')),
                ('at', models.DateTimeField()),
                ('person_words', models.CharField(max_length=160, verbose_name='批准人')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='layers', to='procedures.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='layers', to='projects.project')),
                ('record', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.record')),
            ],
            options={
                'verbose_name': '基线',
                'verbose_name_plural': '基线',
                'constraints': [models.UniqueConstraint(fields=('project', 'number'), name='layer_once')],
            },
        ),
        migrations.RunPython(forbid_changes, allow_changes),
    ]
