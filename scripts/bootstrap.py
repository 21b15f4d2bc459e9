"""Makes `.venv` and installs what is pinned, only when something changed. Standard library, any Python 3.7 or newer.

Whatever is missing is said in one line that names what to do, and the exit status is 1.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts" if os.name == "nt" else "bin") / "python"
STAMP = VENV / ".hope-installed"
LOG = VENV / "install.log"
NEEDED = (3, 11)
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"


class Problem(Exception):
    """Something that a person has to mend, in one line."""


def main() -> None:
    """Make what is missing; say nothing when nothing is."""
    files = [RUNTIME, DEVELOPMENT] if "--dev" in sys.argv[1:] else [RUNTIME]
    try:
        if not is_ready(files):
            prepare(files)
    except Problem as problem:
        sys.exit(f"Hope cannot be installed: {problem}")
    except KeyboardInterrupt:
        sys.exit("Stopped. Run it again to finish installing.")
    except OSError as error:
        sys.exit(f"Hope cannot be installed: {error.filename or ROOT}: {error.strerror}")


def is_ready(files: list[str]) -> bool:
    """True when these requirements, as they are now, were installed into a `.venv` that stands where it was made."""
    done = read_stamp()
    return PYTHON.exists() and done.get("path") == str(VENV) and all(done.get(f) == mark(f) for f in files)


def prepare(files: list[str]) -> None:
    """Make or mend `.venv`, and install these requirements into it."""
    if not os.access(str(ROOT), os.W_OK):
        raise Problem(f"this user may not write in {ROOT}.")
    if not is_usable():
        make_environment(find_python())
    last = files[-1]
    print(
        "Installing what Hope %s (once; about a minute) …"
        % ("needs to be tested" if len(files) > 1 else "runs on")
    )
    sys.stdout.flush()
    install(last)
    STAMP.write_text(json.dumps({**read_stamp(), "path": str(VENV), **{f: mark(f) for f in files}}))


def is_usable() -> bool:
    """True when `.venv` is whole, new enough, and has not been moved."""
    if version_of(str(PYTHON)) < NEEDED:
        return False
    return read_stamp().get("path", str(VENV)) == str(VENV)


def find_python() -> str:
    """The first Python that is new enough; the one that runs this before any other."""
    named = ["python3.13", "python3.12", "python3.11", "python3.14"]
    found = [sys.executable] + [path for path in map(shutil.which, named) if path]
    for candidate in found:
        if version_of(candidate) >= NEEDED:
            return candidate
    here = ".".join(map(str, sys.version_info[:3]))
    raise Problem(f"it needs Python 3.11 or newer; here is {here}. Install a newer one and run this again.")


def make_environment(python: str) -> None:
    """Make `.venv` afresh."""
    has_parts = subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    if has_parts.returncode:
        name = "python{}.{}-venv".format(*version_of(python))
        raise Problem(f"its Python comes without venv and pip. Debian, Ubuntu: apt install {name}")
    made = subprocess.run(
        [python, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise Problem(f"no virtual environment could be made: {reason(made.stdout + made.stderr)}")


def install(requirements: str) -> None:
    """Install what this file pins; the whole story goes into a log."""
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "-r",
        requirements,
    ]
    with LOG.open("w") as log:
        done = subprocess.run(command, cwd=str(ROOT), stdout=log, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        told = LOG.read_text(errors="replace")
        raise Problem(f"pip failed (is there a network?): {reason(told)}; the whole story is in {LOG}")


def reason(told: str) -> str:
    """The first line that names an error, else the last that says anything."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    errors = [line for line in lines if line.upper().startswith("ERROR")]
    return (errors[:1] or lines[-1:] or ["no reason was given"])[0][:200]


def version_of(python: str) -> tuple[int, int]:
    """The version of this Python; (0, 0) for one that does not run."""
    ask = "import sys; print(*sys.version_info[:2])"
    try:
        said = subprocess.run([python, "-c", ask], capture_output=True, text=True, timeout=30, check=False)
        major, minor = said.stdout.split()
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return (0, 0)
    return (int(major), int(minor))


def read_stamp() -> dict[str, str]:
    """What was installed where; nothing when that is unknown."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def mark(name: str) -> str:
    """Changes whenever this file of requirements does."""
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
