import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunzhang.journal.fixed import append_only

forbid_changes, allow_changes = append_only("supervision_circular", "issued circulars never change")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_leaders'),
        ('regulations', '0003_office_text'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Circular',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=8, verbose_name='通报时段')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('opinion', models.TextField(blank=True, verbose_name='意见和要求')),
                ('content', models.JSONField()),
                ('issued_on', models.DateField(verbose_name='发布日')),
                ('issued_at', models.DateTimeField()),
                ('person_words', models.CharField(max_length=160, verbose_name='发布人')),
                ('office', models.CharField(max_length=80, verbose_name='发布单位')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulars', to='accounts.area')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regulations.installededition')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '通报',
                'verbose_name_plural': '通报',
                'constraints': [models.UniqueConstraint(fields=('area', 'year', 'number'), name='circular_number_once')],
            },
        ),
        migrations.RunPython(forbid_changes, allow_changes),
    ]
