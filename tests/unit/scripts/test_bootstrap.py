"""Installing: once, again only when something changed, and in one plain line when something is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "scripts" / "bootstrap.py"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that needs nothing from anywhere, in a folder with a space in its name."""
    folder = tmp_path / "a clone"
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(SCRIPT, folder / "scripts")
    (folder / "requirements.txt").write_text("# nothing\n")
    (folder / "requirements-dev.txt").write_text("-r requirements.txt\n")
    return folder


def bootstrap(project: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "scripts/bootstrap.py", *words]
    return _run(project, command, environ)


def driven(project: Path, code: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return _run(project, [sys.executable, "-c", code], environ)


def _run(project: Path, command: list[str], environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=project, env=os.environ | environ, capture_output=True, text=True)


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that was said to somebody who has to mend something."""
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.slow
def test_installs_once_and_again_when_something_changed(project: Path):
    assert "Installing" in bootstrap(project).stdout
    assert bootstrap(project).stdout == ""
    assert "tested" in bootstrap(project, "--dev").stdout
    assert bootstrap(project).stdout == ""
    (project / "requirements.txt").write_text("# nothing new\n")
    assert "Installing" in bootstrap(project).stdout
    moved = project.rename(project.with_name("another clone"))
    assert "Installing" in bootstrap(moved).stdout
    assert bootstrap(moved).stdout == ""
    (moved / "requirements.txt").write_text("hope-that-does-not-exist @ file:///nowhere/at/all\n")
    assert "pip failed" in complaint(bootstrap(moved))


def test_an_old_python(project: Path):
    code = "import scripts.bootstrap as b; b.NEEDED = (9, 0); b.main()"
    assert "needs Python 3.11 or newer; here is 3." in complaint(driven(project, code))


def test_a_python_without_pip(project: Path, tmp_path: Path):
    (tmp_path / "ensurepip.py").write_text("raise ImportError")
    done = bootstrap(project, PYTHONPATH=str(tmp_path))
    assert "apt install python3." in complaint(done)


def test_a_folder_that_may_not_be_written(project: Path):
    code = "import scripts.bootstrap as b; b.os.access = lambda *_: False; b.main()"
    assert "may not write in" in complaint(driven(project, code))


def test_it_can_be_read_by_an_old_python():
    newer = ("match ", ":=", " | None")
    assert not [word for word in newer if word in SCRIPT.read_text()]
