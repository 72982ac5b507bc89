"""The web door, as a Django app: it has templates, static files and tags."""

from django.apps import AppConfig


class Web(AppConfig):
    name = "milepost.web"
    label = "web"
