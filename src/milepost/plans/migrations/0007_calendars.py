from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_append_only")]

    operations = [
        migrations.AddField(model_name="calendar", name="holidays", field=models.CharField(blank=True, max_length=24, default="")),
        migrations.AlterField(model_name="calendar", name="holidays", field=models.CharField(blank=True, max_length=24)),
        migrations.AddField(model_name="calendar", name="version", field=models.IntegerField(default=1)),
    ]
