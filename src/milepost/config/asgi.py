"""What uvicorn serves; refuses to exist on an unsafe configuration, whoever starts it."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
application = get_asgi_application()

from milepost.config.checks import refuse_if_unsafe  # noqa: E402 - checks read the settings, which are ready only now

refuse_if_unsafe()
