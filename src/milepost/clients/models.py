"""Who the firm works for, and what was told to them. The promised date itself is a fact of plans."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Client(models.Model):
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=300)
    version = models.IntegerField(default=1)


class Contact(models.Model):
    """A named person at the client; `user` once that person signs in to see the promises made."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=300)
    email = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.IntegerField(default=1)


class Promise(models.Model):
    """To whom a date was promised and by which paper (a mail, a contract, a call). Rows are only ever added."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    promised = models.OneToOneField("plans.PromisedDate", on_delete=models.PROTECT, related_name="+")
    to_whom = models.CharField(max_length=300, blank=True)
    paper = models.CharField(max_length=500, blank=True)
