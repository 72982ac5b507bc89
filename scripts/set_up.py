"""The slow half of `scripts/bootstrap`: uv, the virtual environment, the program itself, and what is built for it.

Knows only the standard library. Packages come from wherever this machine's pip and npm are told to look: pip's settings are
handed on to uv, which does not read them, and no file of the project names an index.
"""

from __future__ import annotations

import fcntl
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS, VENV = ROOT / ".tools", ROOT / ".venv"
UV, PYTHON = TOOLS / "bin" / "uv", VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"

PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "default-timeout": "UV_HTTP_TIMEOUT",
}


def run(*command: str | Path, **more: str) -> None:
    """Run a command, or end with its exit code."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=os.environ | more, check=False)
    if done.returncode:
        sys.exit(f"This did not work (exit {done.returncode}): {shlex.join(map(str, command))}")


def pip_settings() -> dict[str, str]:
    """What pip would use on this machine, by option: its files, then its environment variables, which win."""
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False).stdout
    lines = (line.partition("=") for line in listed.splitlines() if "=" in line)
    settings = [(key, value.strip("'\"")) for key, _, value in lines]
    settings.sort(key=lambda setting: setting[0].startswith(":env:"))
    return {key.rpartition(".")[2]: value for key, value in settings}


def uv_settings() -> dict[str, str]:
    """pip's settings in uv's words. Pinned hashes make it safe to take the best match from any of several indexes."""
    pip = pip_settings()
    told = {PIP_TO_UV[option]: value for option, value in pip.items() if option in PIP_TO_UV and PIP_TO_UV[option] not in os.environ}
    if "UV_FIND_LINKS" in told:
        told["UV_FIND_LINKS"] = ",".join(told["UV_FIND_LINKS"].split())
    return told | {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}


def install_uv() -> None:
    """uv at its pinned version, beside the project: works without root, without venv and on a managed Python."""
    pinned = REQUIREMENTS / "uv.txt"
    kept = TOOLS / "uv.txt"
    if UV.exists() and kept.exists() and kept.read_bytes() == pinned.read_bytes():
        return
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
    run(*pip, "--upgrade", "--target", TOOLS, "--require-hashes", "-r", pinned, PIP_ROOT_USER_ACTION="ignore")
    kept.write_bytes(pinned.read_bytes())


def make_environment() -> None:
    """A virtual environment of the Python that runs this script, made anew where the old one's Python is gone."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    same = f"import sys; sys.exit('%d.%d' % sys.version_info[:2] != '{version}')"
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", same], check=False, capture_output=True).returncode == 0:
        return
    run(UV, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)


def install(want: str) -> None:
    """The pinned packages, then Milepost itself as a pointer to `src`, so that an edit needs no installation."""
    pip = (UV, "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON)
    lists = ["dev.txt"] if want == "dev" else ["run.txt", "build.txt", *([] if system_node() else ["node.txt"])]
    for name in lists:
        run(*pip, "--require-hashes", "-r", REQUIREMENTS / name)
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)


def system_node() -> bool:
    """Whether the machine brings a Node new enough for the front end."""
    return subprocess.run([PYTHON, ROOT / "scripts" / "build.py", "--has-node"], check=False).returncode == 0


def build(want: str) -> None:
    """The front end, and for those who work on it a browser."""
    run(PYTHON, ROOT / "scripts" / "build.py")
    if want == "dev":
        run(PYTHON, ROOT / "scripts" / "browser.py")


def compile_loops() -> None:
    """What would otherwise make somebody wait: bytecode, and the engine's loops in machine code. Both are kept beside the source.

    All others call the loops of the critical path, so these come first.
    """
    run(PYTHON, "-m", "compileall", "-q", ROOT / "src" / "milepost")
    loops("snapshot.warm()")
    beside(
        lambda: loops("snapshot.warm_simulation()", "solving.ready()"),
        lambda: loops("snapshot.warm_levelling()", "replan.ready()"),
    )


def loops(*calls: str) -> None:
    """Make some of the engine's loops, in a process of their own."""
    run(PYTHON, "-c", "\n".join(("from milepost.engine import replan, solving", "from milepost.forecast import snapshot", *calls)))


def beside(*works: Callable[[], None]) -> None:
    """Do several things at a time; all are over afterwards, and what failed is raised."""
    with ThreadPoolExecutor(len(works)) as hands:
        for done in [hands.submit(work) for work in works]:
            done.result()


def main(want: str) -> None:
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        print("Milepost is being set up; the first time takes a minute or two.", flush=True)
        os.environ.update(uv_settings())
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        install_uv()
        make_environment()
        install(want)
        beside(compile_loops, lambda: build(want))
        (VENV / f"ready-{want}").write_text(os.environ["PYTHON_SUM"])
        (VENV / "built").write_text(os.environ["BUILT_SUM"])


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything has checked
        sys.exit(f"Milepost needs Python 3.11 or newer; this one is {sys.version.split()[0]}.")
    main(sys.argv[1])
