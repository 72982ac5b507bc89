"""On PostgreSQL, new lines of the ledger and new forecasts are announced on one channel. SQLite needs nothing: its file has a version."""

from django.db import migrations

ANNOUNCED = (("audit", "Entry"), ("forecast", "Forecast"))


def announce(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    editor.execute(
        "CREATE FUNCTION milepost_announce() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_notify('milepost', ''); RETURN NULL; END $$"
    )
    for table in _tables(apps):
        editor.execute(
            f"CREATE TRIGGER milepost_announce AFTER INSERT OR UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION milepost_announce()"
        )


def be_silent(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION milepost_announce() CASCADE")


def _tables(apps):
    return [apps.get_model(room, name)._meta.db_table for room, name in ANNOUNCED]


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("audit", "0001_initial"), ("forecast", "0001_initial")]
    operations = [migrations.RunPython(announce, be_silent)]
