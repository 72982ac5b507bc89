"""Every address: the program's own, the API, sign-in, the pages."""

from __future__ import annotations

from django.urls import include, path

from milepost.api.api import api
from milepost.config import health, live

urlpatterns = [
    path("livez", health.alive, name="livez"),
    path("readyz", health.ready, name="readyz"),
    path("events", live.events, name="events"),
    path("api/", api.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("milepost.web.urls")),
]
