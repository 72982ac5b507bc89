"""The tables of users, workspaces, memberships and tokens."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from milepost.kernel.actor import Role


class User(AbstractBaseUser):
    """A person who can sign in, with an e-mail address and a password. What they may do is in their memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True)
    """Empty: the language of the workspace."""
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = BaseUserManager()

    places: list[Membership] | None = None
    """The memberships that hold, where a read has put them at hand."""

    def get_full_name(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name


class Workspace(models.Model):
    """One firm: its people, clients and plans. Nothing is shared between workspaces."""

    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=64)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    first = models.BooleanField(null=True, unique=True)
    """True for the workspace of the first run; unique, so that two first runs at the same instant make one."""
    version = models.PositiveIntegerField(default=1)


class Membership(models.Model):
    """What a user is in a workspace, until it is disabled."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    called = models.CharField(max_length=200, blank=True, default="")
    """The name the owner gave who had an account already. Empty once they said their name here, and for all others: the user's holds."""
    joined_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="accounts_membership_once")]


class Token(models.Model):
    """A personal key to the API, of which only a digest is kept."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    prefix = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    """The last change made with it: reading leaves no trace, since a GET changes nothing."""
    revoked_at = models.DateTimeField(null=True)


class SecretLink(models.Model):
    """An address that whoever knows it may read without signing in, with what its maker may see. Only a digest of its secret is kept.

    It is bound to its `purpose`, its maker and one `thing`: the number of a project or of a snapshot, or 0 for what is the maker's own.
    """

    PURPOSES = ["calendar", "snapshot"]

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=[(purpose, purpose) for purpose in PURPOSES])
    thing = models.BigIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
