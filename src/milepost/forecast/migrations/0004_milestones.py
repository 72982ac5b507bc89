import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forecast", "0003_slip_ledger")]

    operations = [
        migrations.CreateModel(
            name="KeptMilestones",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("revision", models.IntegerField()),
                ("finishes", models.JSONField(default=dict)),
                (
                    "project",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.project"),
                ),
                (
                    "workspace",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.workspace"),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=["project", "on"], name="milestones_once_a_day")]},
        ),
    ]
