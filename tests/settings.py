"""The program's own settings, in a home of their own, on PostgreSQL where MILEPOST_TEST_ON says so."""

import atexit
import os
import shutil
import tempfile

if "MILEPOST_TEST_HOME" not in os.environ:  # the first process of a run; its workers and children share what it made
    os.environ["MILEPOST_TEST_HOME"] = tempfile.mkdtemp(prefix="milepost-test-")
    atexit.register(shutil.rmtree, os.environ["MILEPOST_TEST_HOME"], ignore_errors=True)
os.environ["MILEPOST_HOME"] = os.environ["MILEPOST_TEST_HOME"]

if os.environ.get("MILEPOST_TEST_ON") == "postgresql":
    from tests.postgres import server_url

    os.environ["MILEPOST_DATABASE_URL"] = os.environ["TEST_DATABASE_URL"] = server_url()
else:
    os.environ.pop("MILEPOST_DATABASE_URL", None)

# A program that a test starts runs with the real settings.
os.environ["DJANGO_SETTINGS_MODULE"] = "milepost.config.settings"

from milepost.config.settings import *  # noqa: F403 - a settings module is everything it names
from milepost.config.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    # Several threads of one test share a file, as they do in the running program; a database in memory would refuse them.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["MILEPOST_TEST_HOME"], "test.sqlite3")}
