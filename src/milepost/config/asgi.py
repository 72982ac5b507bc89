"""What uvicorn serves; refuses to exist on an unsafe configuration, whoever starts it."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
django = get_asgi_application()

from django.conf import settings  # noqa: E402 - the settings are ready only now

from milepost.config.bodies import limited  # noqa: E402 - as above
from milepost.config.checks import refuse_if_unsafe  # noqa: E402 - checks read the settings

refuse_if_unsafe()
application = limited(django, largest_plan_bytes=settings.LARGEST_PLAN_BYTES)
