import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Log',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('origin', models.CharField(max_length=200, unique=True)),
                ('opened_at', models.DateTimeField()),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('peaks', models.BinaryField(default=b'')),
                ('last_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=120)),
                ('verb', models.CharField(max_length=60)),
                ('object', models.CharField(max_length=120)),
                ('commitments', models.JSONField(default=dict)),
                ('leaf', models.BinaryField(max_length=32)),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.log')),
            ],
            options={
                'indexes': [models.Index(fields=['log', 'object', 'seq'], name='ledger_entry_by_object'), models.Index(fields=['log', 'verb', 'seq'], name='ledger_entry_by_verb')],
                'constraints': [models.UniqueConstraint(fields=('log', 'seq'), name='ledger_entry_once_per_place'), models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='ledger_entry_seq_from_one')],
            },
        ),
        migrations.CreateModel(
            name='Cursor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consumer', models.CharField(max_length=60)),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('trouble', models.TextField(blank=True)),
                ('retry_at', models.DateTimeField(blank=True, null=True)),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ledger.log')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('consumer'), models.F('log'), name='ledger_cursor_once')],
            },
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.PositiveBigIntegerField()),
                ('root', models.BinaryField(max_length=32)),
                ('note', models.TextField()),
                ('at', models.DateTimeField()),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='ledger.log')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('log', 'size'), name='ledger_checkpoint_once_per_size')],
            },
        ),
        migrations.CreateModel(
            name='Node',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('position', models.PositiveBigIntegerField()),
                ('hash', models.BinaryField(max_length=32)),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.log')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('log', 'level', 'position'), name='ledger_node_once'), models.CheckConstraint(condition=models.Q(('level__gte', 1)), name='ledger_node_above_leaves')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(max_length=40)),
                ('subject', models.UUIDField(blank=True, db_index=True, null=True)),
                ('salt', models.BinaryField(max_length=32, null=True)),
                ('value', models.TextField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='ledger.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'group'), name='ledger_opening_once_per_group'), models.CheckConstraint(condition=models.Q(models.Q(('salt__isnull', True), ('value__isnull', True)), models.Q(('salt__isnull', False), ('value__isnull', False)), _connector='OR'), name='ledger_opening_whole_or_erased')],
            },
        ),
    ]
