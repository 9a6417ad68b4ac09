
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
        ('projects', '0003_record_parent'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='document',
            name='one_document_per_slot',
        ),
        migrations.AddField(
            model_name='document',
            name='draft',
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='document',
            name='record',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='projects.record'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(condition=models.Q(('draft', None), ('record', None)), fields=('project', 'slot'), name='one_document_per_slot'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('record', 'slot'), name='one_document_per_slot_of_a_record'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('draft', 'slot'), name='one_document_per_slot_of_a_draft'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('record', None), ('draft', None), _connector='OR'), name='document_of_a_record_or_a_draft'),
        ),
    ]
