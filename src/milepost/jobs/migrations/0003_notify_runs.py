"""On PostgreSQL, a run that somebody asks for is announced too, so that the worker takes it up at once."""

from django.db import migrations


def announce(apps, editor):
    if editor.connection.vendor == "postgresql":
        table = apps.get_model("forecast", "Run")._meta.db_table
        editor.execute(
            f"CREATE TRIGGER milepost_announce AFTER INSERT OR UPDATE OF state ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION milepost_announce()"
        )


def be_silent(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER milepost_announce ON {apps.get_model('forecast', 'Run')._meta.db_table}")


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_notify"), ("forecast", "0002_long_runs")]
    operations = [migrations.RunPython(announce, be_silent)]
