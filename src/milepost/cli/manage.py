"""`milepost manage …`: Django's own commands, for developers. Not listed, because none of them keeps Milepost's rules."""

from __future__ import annotations

import os


def run(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["milepost manage", *words])
    return 0
