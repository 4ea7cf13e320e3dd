import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('name_id', models.CharField(max_length=80, verbose_name='Name in Indonesian')),
                ('name_en', models.CharField(max_length=80, verbose_name='Name in English')),
                ('tone', models.CharField(choices=[('gov', 'teal'), ('private', 'orange'), ('academia', 'violet'), ('civil', 'magenta'), ('media', 'blue'), ('public', 'olive')], max_length=20, verbose_name='Colour')),
                ('shape', models.CharField(choices=[('circle', 'circle'), ('square', 'square'), ('triangle', 'triangle'), ('diamond', 'diamond'), ('hexagon', 'hexagon'), ('pentagon', 'pentagon')], max_length=20, verbose_name='Shape')),
                ('place', models.PositiveSmallIntegerField(verbose_name='Place in lists')),
                ('may_convene', models.BooleanField(default=False, verbose_name='May host a campaign')),
                ('is_active', models.BooleanField(default=True, verbose_name='In use')),
            ],
            options={
                'ordering': ['place', 'code'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('tone', 'shape'), name='people_sector_looks_like_no_other'), models.UniqueConstraint(django.db.models.functions.text.Lower('name_id'), name='people_sector_name_id_once'), models.UniqueConstraint(django.db.models.functions.text.Lower('name_en'), name='people_sector_name_en_once')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(blank=True, max_length=254, null=True, verbose_name='E-mail address')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='Name')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='Office telephone')),
                ('language', models.CharField(choices=[('id', 'Bahasa Indonesia'), ('en', 'English')], default='id', max_length=2, verbose_name='Language')),
                ('zone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], default='Asia/Jakarta', max_length=40, verbose_name='Time zone')),
                ('is_administrator', models.BooleanField(default=False, verbose_name='Administrator of this server')),
                ('is_active', models.BooleanField(default=True)),
                ('is_example', models.BooleanField(default=False)),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='people_person_email_once'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('email__isnull', False)), models.Q(('closed_at__isnull', False), ('email__isnull', True), ('is_active', False), ('name', ''), ('phone', '')), _connector='OR'), name='people_person_closed_is_empty')],
            },
        ),
        migrations.CreateModel(
            name='EntryLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, verbose_name='Name')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='Short name')),
                ('kind', models.CharField(choices=[('ministry', 'Ministry or national agency'), ('local_agency', 'Provincial or district agency'), ('company', 'Company'), ('association', 'Association'), ('university', 'University or research body'), ('foundation', 'Foundation or NGO'), ('newsroom', 'Newsroom or broadcaster'), ('community', 'Community or volunteer group'), ('other', 'Other')], max_length=20, verbose_name='Kind')),
                ('registration_no', models.CharField(blank=True, max_length=80, verbose_name='Registration number')),
                ('website', models.URLField(blank=True, verbose_name='Website')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='Source of these facts')),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('verified', 'Verified'), ('inactive', 'Inactive')], default='proposed', max_length=20)),
                ('is_example', models.BooleanField(default=False)),
                ('proposed_at', models.DateTimeField()),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='people.organisation')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('until', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_names', to='people.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('is_organisation_admin', models.BooleanField(default=False)),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'organisation'), name='people_affiliation_once')],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=13)),
                ('name', models.CharField(max_length=120)),
                ('level', models.CharField(choices=[('country', 'Country'), ('province', 'Province')], max_length=20)),
                ('population', models.PositiveBigIntegerField(blank=True, null=True)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.region')),
                ('successors', models.ManyToManyField(blank=True, related_name='predecessors', to='people.region')),
            ],
            options={
                'ordering': ['code', 'valid_from'],
                'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='people_region_once_per_day'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('code',), name='people_region_one_now'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='people_region_validity')],
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='regions',
            field=models.ManyToManyField(blank=True, related_name='+', to='people.region', verbose_name='Regions'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='sector',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.sector', verbose_name='Sector'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(django.db.models.functions.text.Lower('name'), name='people_organisation_name'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), ('status', 'inactive'), _connector='OR'), name='people_organisation_merged_is_inactive'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'verified'), _negated=True), ('verified_at__isnull', False), _connector='OR'), name='people_organisation_verified_when'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='people_organisation_not_into_itself'),
        ),
    ]
