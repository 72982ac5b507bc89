"""How every form looks, ours and those of sign-in: `templates/forms/`."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Forms(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
