"""`milepost manage …`: Django's own commands, for developers. Not listed, because none of them keeps Milepost's rules."""

from __future__ import annotations


def run(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["milepost manage", *words])
    return 0
