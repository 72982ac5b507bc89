"""Chromium for the browser tests: $CHROMIUM, one on the PATH, Debian's, or the one that Playwright downloads, in that order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    """The Chromium of this machine; None where only Playwright's own is left."""
    given = os.environ.get("CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def from_debian() -> bool:
    """Whether Debian's package manager could install it: it is there and we are root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core"])
    return all(subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL).returncode == 0 for command in commands)


def from_playwright() -> bool:
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode == 0


if __name__ == "__main__" and not (found() or from_debian() or from_playwright()):
    sys.exit("The browser tests need Chromium: install it, or name it in $CHROMIUM.")
