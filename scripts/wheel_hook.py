"""Hatchling's build hook: wheels carry the built front end and the compiled translations, so that users need no Node."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuiltIn(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the files are gathered. An editable installation has its own set-up and needs nothing here."""
        if version == "editable":
            return
        subprocess.run([sys.executable, str(Path(self.root) / "scripts" / "build.py")], check=True)
