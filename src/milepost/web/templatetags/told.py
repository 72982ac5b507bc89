"""Names and values as people say them: fields, roles, what a change went from and to."""

from __future__ import annotations

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from milepost.kernel import clock
from milepost.kernel.actor import Role
from milepost.web import told

register = template.Library()


@register.filter
def field_name(name: str) -> str:
    """`{{ change.field|field_name }}`: "Duration"."""
    return told.field(name)


@register.filter
def plainly(held: object, name: str = "") -> str:
    """`{{ change.before|plainly:change.field }}`: a value of the field `name` as one says it."""
    today = clock.now().astimezone(timezone.get_current_timezone()).date()
    return told.value(name, held, today=today)


@register.filter
def role_name(role: Role) -> str:
    """`{{ member.role|role_name }}`: "Manager"."""
    return {Role.OWNER: _("Owner"), Role.MANAGER: _("Manager"), Role.MEMBER: _("Member"), Role.CLIENT: _("Client")}[role]
