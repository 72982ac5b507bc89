"""The people room."""

from django.apps import AppConfig


class People(AppConfig):
    name = "milepost.people"
    label = "people"
