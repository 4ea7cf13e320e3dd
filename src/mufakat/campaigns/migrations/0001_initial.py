import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0002_guards'),
        ('people', '0002_reference'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=160, verbose_name='Name of the campaign')),
                ('issue', models.TextField(max_length=4000, verbose_name='The issue')),
                ('aim', models.TextField(max_length=4000, verbose_name='The aim')),
                ('starts_on', models.DateField(verbose_name='First day')),
                ('ends_on', models.DateField(verbose_name='Last day')),
                ('languages', models.JSONField(default=list, verbose_name='Languages')),
                ('brand', models.CharField(blank=True, max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-f]{6}$', 'Write it as #0b5a55.')], verbose_name='Brand colour')),
                ('phase', models.CharField(choices=[('initiation', 'Initiation'), ('planning', 'Adaptive planning'), ('action', 'Collaborative action'), ('monitoring', 'Reflective monitoring'), ('closed', 'Closed')], default='initiation', max_length=20)),
                ('visibility', models.CharField(choices=[('draft', "Draft: only the host's seats and neutral roles"), ('parties', 'Parties only'), ('public', 'Public')], default='draft', max_length=20)),
                ('is_example', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('opened_at', models.DateTimeField()),
                ('discarded_at', models.DateTimeField(blank=True, null=True)),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('log', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.log')),
                ('regions', models.ManyToManyField(blank=True, related_name='+', to='people.region', verbose_name='Regions')),
            ],
            options={
                'ordering': ['-opened_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='campaigns_campaign_period'), models.CheckConstraint(condition=models.Q(('discarded_at__isnull', True), ('visibility', 'draft'), _connector='OR'), name='campaigns_only_drafts_are_discarded')],
            },
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(blank=True, max_length=120)),
                ('label', models.CharField(max_length=200)),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(9999)])),
                ('value', models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True)),
                ('frame', models.CharField(blank=True, max_length=300)),
                ('source', models.CharField(max_length=300)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['series', 'year', 'id'],
                'constraints': [models.UniqueConstraint(models.F('campaign'), models.F('series'), models.F('label'), django.db.models.functions.comparison.Coalesce('year', 0), name='campaigns_fact_once')],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('media_type', models.CharField(max_length=40)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['added_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('joined_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('left_because', models.TextField(blank=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='campaigns.campaign')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'verbose_name_plural': 'parties',
                'ordering': ['joined_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at__isnull', True)), fields=('campaign', 'organisation'), name='campaigns_party_once'), models.CheckConstraint(condition=models.Q(models.Q(('left_at__isnull', True), ('left_because', '')), models.Q(('left_at__isnull', False), models.Q(('left_because', ''), _negated=True)), _connector='OR'), name='campaigns_party_leaves_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('liaison', 'Liaison'), ('signatory', 'Signatory'), ('facilitator', 'Independent facilitator'), ('evaluator', 'Evaluator'), ('observer', 'Observer')], max_length=20)),
                ('may_sign', models.BooleanField(default=False)),
                ('mandate_reference', models.CharField(blank=True, max_length=200)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('taken_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ending', models.CharField(blank=True, choices=[('ended', 'ended'), ('handed_over', 'handed over'), ('lapsed', 'past its last day'), ('delegator_ended', 'ended with the seat that delegated it'), ('party_left', 'ended when the party left'), ('left_organisation', 'ended when the person left the organisation'), ('account_closed', 'ended when the account was closed')], max_length=20)),
                ('ended_because', models.TextField(blank=True, max_length=500)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='campaigns.campaign')),
                ('delegated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='campaigns.seat')),
                ('mandate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.mandate')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='campaigns.party')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['taken_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ending', '')), models.Q(('ended_at__isnull', False), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='campaigns_ended_seat_says_how'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('campaign', 'person'), name='campaigns_one_open_seat_a_person'), models.CheckConstraint(condition=models.Q(models.Q(('party__isnull', False), ('role__in', ('liaison', 'signatory'))), models.Q(('may_sign', False), ('party__isnull', True), ('role__in', ('facilitator', 'evaluator', 'observer'))), _connector='OR'), name='campaigns_neutral_roles_have_no_party'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'signatory'), _negated=True), ('may_sign', True), _connector='OR'), name='campaigns_signatory_signs'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='campaigns_seat_period'), models.CheckConstraint(condition=models.Q(('delegated_by__isnull', True), ('ends_on__isnull', False), _connector='OR'), name='campaigns_delegation_ends')],
            },
        ),
        migrations.AddField(
            model_name='mandate',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='campaigns.seat'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('liaison', 'Liaison'), ('signatory', 'Signatory'), ('facilitator', 'Independent facilitator'), ('evaluator', 'Evaluator'), ('observer', 'Observer')], max_length=20)),
                ('may_sign', models.BooleanField(default=False)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('language', models.CharField(choices=[('id', 'Bahasa Indonesia'), ('en', 'English')], default='id', max_length=2)),
                ('message', models.TextField(blank=True, max_length=1000)),
                ('serial', models.CharField(max_length=32, unique=True)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('last_called_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('open', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('revoked', 'Revoked'), ('expired', 'Expired')], default='open', max_length=20)),
                ('reason', models.TextField(blank=True, max_length=1000)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='campaigns.campaign')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('delegates', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.seat')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.seat')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.seat')),
                ('seat', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitation', to='campaigns.seat')),
            ],
            options={
                'ordering': ['-sent_at', '-id'],
                'indexes': [models.Index(fields=['campaign', 'state', '-sent_at'], name='campaigns_invitation_list')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open'), models.Q(('email', ''), _negated=True)), fields=('campaign', 'email'), name='campaigns_one_open_invitation_an_address'), models.CheckConstraint(condition=models.Q(('reminders__lte', 3)), name='campaigns_invitation_three_reminders'), models.CheckConstraint(condition=models.Q(('delegates__isnull', True), models.Q(('ends_on__isnull', False), ('replaces__isnull', True)), _connector='OR'), name='campaigns_invitation_to_delegate_ends'), models.CheckConstraint(condition=models.Q(('role__in', ('liaison', 'signatory')), ('may_sign', False), _connector='OR'), name='campaigns_invitation_neutral_never_signs'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'signatory'), _negated=True), ('may_sign', True), _connector='OR'), name='campaigns_invitation_signatory_signs'), models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('role__in', ('liaison', 'signatory'))), models.Q(('organisation__isnull', True), ('role__in', ('facilitator', 'evaluator', 'observer'))), _connector='OR'), name='campaigns_invitation_to_party_or_neutral'), models.CheckConstraint(condition=models.Q(models.Q(('seat__isnull', False), ('state', 'accepted')), models.Q(models.Q(('state', 'accepted'), _negated=True), ('seat__isnull', True)), _connector='OR'), name='campaigns_accepted_invitation_has_seat'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='campaigns_answered_invitation_when')],
            },
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('removed_at__isnull', True), ('file_name', ''), _connector='OR'), name='campaigns_removed_mandate_has_no_name'),
        ),
    ]
