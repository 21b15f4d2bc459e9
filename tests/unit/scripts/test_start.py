"""`make run`: one line for whatever is wrong; otherwise a site, until Ctrl-C, and the same site again."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import requests

from stripe_sandbox.testing import free_port
from tests.support.site import ROOT, wait_for

COMMAND = [sys.executable, "scripts/start.py"]


def start(folder: Path, **environ: str) -> subprocess.Popen[bytes]:
    given = {
        "INSTANCE_PATH": str(folder / "instance"),
        "PORT": str(free_port()),
        "SANDBOX_PORT": str(free_port()),
    }
    with (folder / "out").open("a") as out, (folder / "err").open("a") as err:
        return subprocess.Popen(
            COMMAND, cwd=ROOT, env=os.environ | given | environ, start_new_session=True, stdout=out, stderr=err,
        )  # fmt: skip


def complaints(folder: Path, **environ: str) -> list[str]:
    """What is said when Hope does not start."""
    assert start(folder, **environ).wait(180) == 1
    return (folder / "err").read_text().splitlines()


def test_a_taken_port(tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = str(other.getsockname()[1])
        [line] = complaints(tmp_path, PORT=taken)
    assert f"port {taken} on 127.0.0.1, for the site, is taken" in line
    assert "make run PORT=" in line


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        (
            {"PORT": "eighty", "HOPE_ENV": "prod"},
            ["HOPE_ENV: 'prod' should be one of", "PORT: 'eighty' should be"],
        ),
        ({"HOST": "203.0.113.7"}, ["HOST: '203.0.113.7' is no address of this machine"]),
        ({"INSTANCE_PATH": f"{__file__}/inside"}, ["this user may not write in"]),
        (
            {"DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:1/x"},
            ["nobody:***@127.0.0.1:1/x cannot be used"],
        ),
        ({"DATABASE_URL": f"sqlite:///{__file__}"}, ["cannot be used: file is not a database"]),
    ],
)
def test_what_is_wrong_in_a_line_each(tmp_path: Path, environ: dict[str, str], said: list[str]):
    lines = complaints(tmp_path, **environ)
    assert len(lines) == len(said), lines
    for line, words in zip(lines, said, strict=True):
        assert line.startswith("Hope cannot start: ")
        assert words in line


def test_a_database_from_the_future(tmp_path: Path):
    (tmp_path / "instance").mkdir()
    with closing(sqlite3.connect(tmp_path / "instance" / "hope.sqlite3")) as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
        database.commit()
    [line] = complaints(tmp_path)
    assert "does not fit this version of Hope" in line


@pytest.mark.slow
def test_a_site_until_ctrl_c_and_the_same_site_again(tmp_path: Path):
    port = str(free_port())
    first = living(tmp_path, port)
    begun = time.monotonic()
    again = living(tmp_path, port)
    print(f"the second start and stop took {time.monotonic() - begun:.1f} s")
    assert first == again
    assert (tmp_path / "err").read_text() == ""
    assert (tmp_path / "out").read_text().count("example content") == 1


def living(folder: Path, port: str) -> str:
    """Start the site, look at it, press Ctrl-C; the page of campaigns."""
    running = start(folder, PORT=port)
    try:
        wait_for(lambda: "Hope is running." in (folder / "out").read_text() or running.poll() is not None)
        page = requests.get(f"http://127.0.0.1:{port}/campaigns/", timeout=30).text
        assert "Your role: owner." in own_page_of_the_owner((folder / "out").read_text())
        mine = processes_of(folder)
        assert len(mine) >= 5
    finally:
        os.killpg(running.pid, signal.SIGINT)
        status = running.wait(120)
    (folder / "out").write_text(
        (folder / "out")
        .read_text()
        .replace("Hope is running.", "Hope was running.")
        .replace("as owner, once", "as owner, before")
    )
    assert status == 0
    wait_for(lambda: processes_of(folder) == [], "a process was left behind", 60)
    return page


def own_page_of_the_owner(banner: str) -> str:
    """Go in by the link that the banner prints; the page behind it."""
    [url] = re.findall(r"as owner, once +(\S+)", banner)
    browser = requests.Session()
    browser.post(url, headers={"Sec-Fetch-Site": "same-origin"}, timeout=30)
    return browser.get(url.split("sign-in")[0], timeout=30).text


def processes_of(folder: Path) -> list[str]:
    """Every process that lives for this folder: its environment says so."""
    mark = f"INSTANCE_PATH={folder / 'instance'}".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in path.read_bytes() and b"State:\tZ" not in (path.parent / "status").read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found
