"""Every address: the program's own, the API, sign-in, the pages."""

from __future__ import annotations

from django.urls import include, path

from milepost.api.api import api
from milepost.config import health, live
from milepost.web import signin

urlpatterns = [
    path("livez", health.alive, name="livez"),
    path("readyz", health.ready, name="readyz"),
    path("events", live.events, name="events"),
    path("api/", api.urls),
    path("accounts/email/", signin.no_other_address),
    path("accounts/", include("allauth.urls")),
    path("", include("milepost.web.urls")),
]

handler400 = "milepost.web.views.errors.bad_request"
handler403 = "milepost.web.views.errors.forbidden"
handler404 = "milepost.web.views.errors.not_found"
handler429 = "milepost.web.views.errors.too_many"
handler500 = "milepost.web.views.errors.broken"
