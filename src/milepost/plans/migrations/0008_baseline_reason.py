from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_calendars")]

    operations = [
        migrations.AddField(model_name="baseline", name="because", field=models.CharField(blank=True, max_length=1000, default="")),
        migrations.AlterField(model_name="baseline", name="because", field=models.CharField(blank=True, max_length=1000)),
    ]
