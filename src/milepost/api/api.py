"""The API itself: its title, its documents, its routers."""

from __future__ import annotations

from ninja import NinjaAPI

api = NinjaAPI(title="Milepost", urls_namespace="api")
