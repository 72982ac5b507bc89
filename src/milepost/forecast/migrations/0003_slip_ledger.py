import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forecast', '0002_long_runs'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptSlip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since_on', models.DateField()),
                ('as_of', models.DateField()),
                ('revision', models.IntegerField()),
                ('before_on', models.DateField()),
                ('finish_on', models.DateField()),
                ('minutes', models.IntegerField()),
                ('parts', models.JSONField(default=list)),
                ('project', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.project')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=['project', 'since_on'], name='one_slip_a_day')],
            },
        ),
    ]
