"""A throw-away PostgreSQL for one test run: started by the first worker that needs it, gone with the run.

`python -m tests.support.postgres FOLDER PID OPTION…` makes the cluster and serves it while the process PID lives, so
that nothing is left behind, whatever ended the run. `initdb` refuses root, so root hands it to another user.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import psycopg

ROOT = Path(__file__).parents[2]
PATIENCE = 180  # seconds until a cluster must answer
# Nothing of this survives the run, so nothing has to survive a power cut.
FLEETING = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off"]
OPTIONS = ["listen_addresses=", "jit=off", "max_connections=200", "shared_buffers=64MB"]


@cache
def binaries() -> Path | None:
    """The folder of PostgreSQL's programs, newest first where there are several; None without any."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -float(p.parent.name))
    on_path = [Path(p) for p in os.environ.get("PATH", "").split(os.pathsep) if p]
    for folder in [*packaged, *on_path]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def new_folder() -> str:
    """Where the cluster of this run will be; short, because a socket's path may have 107 letters."""
    return tempfile.mkdtemp(prefix="hope-pg-", dir="/tmp" if Path("/tmp").is_dir() else None)


class Cluster:
    """The run's PostgreSQL, reached through a socket in its folder."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self.folder = folder
        self._options = OPTIONS if durable else OPTIONS + FLEETING

    def create_database(self, name: str) -> str:
        """A new database; how psycopg reaches it."""
        self._start()
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self._dsn(name)

    def url(self, name: str) -> str:
        """The database as `DATABASE_URL` names it."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def stop(self) -> None:
        """Take the cluster down and remove its folder."""
        pid_file = self.folder / "keeper.pid"
        if pid_file.exists():
            _end(int(pid_file.read_text()))
        shutil.rmtree(self.folder, ignore_errors=True)

    def _dsn(self, name: str) -> str:
        return f"host={self.folder} user=postgres dbname={name}"

    def _start(self) -> None:
        with _alone(self.folder / "lock"):
            if (self.folder / "keeper.pid").exists():
                return
            owner = (os.environ.get("PYTEST_XDIST_WORKER") and os.getppid()) or os.getpid()
            with (self.folder / "log").open("ab") as log:
                keeper = subprocess.Popen(
                    [sys.executable, "-m", "tests.support.postgres", str(self.folder), str(owner), *self._options],
                    cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                )  # fmt: skip
            self._wait(keeper)
            (self.folder / "keeper.pid").write_text(str(keeper.pid))
            keeper.returncode = 0  # it outlives this process on purpose

    def _wait(self, keeper: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return psycopg.connect(self._dsn("postgres")).close()
            except psycopg.OperationalError:
                if keeper.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(
                        f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}"
                    ) from None
                time.sleep(0.05)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _end(pid: int) -> None:
    """Ask a process to stop, and wait until it has."""
    try:
        os.kill(pid, 15)
        for _ in range(200):
            os.kill(pid, 0)
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            time.sleep(0.05)
    except ProcessLookupError:
        pass


def keep(folder: Path, owner: int, settings: list[str]) -> None:
    """Make a cluster, serve it until `owner` is gone or this is asked to stop, then remove it."""
    programs, user, data = binaries(), _user(), folder / "data"
    assert programs is not None
    data.mkdir(mode=0o700)
    if user:
        for path in (folder, data):
            os.chown(path, user["user"], user["group"])
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
        check=True, cwd=folder, **user,
    )  # fmt: skip
    options = [word for option in settings for word in ("-c", option)]
    server = subprocess.Popen([programs / "postgres", "-D", data, "-k", folder, *options], cwd=folder, **user)
    try:
        while _alive(owner) and server.poll() is None:
            time.sleep(0.3)
    except KeyboardInterrupt:
        pass
    server.send_signal(3)  # SIGQUIT: at once; the data is thrown away
    server.wait()
    shutil.rmtree(folder, ignore_errors=True)


def _user() -> dict[str, int]:
    """As whom PostgreSQL runs: another user where this is root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    chosen = names.get("postgres") or names["nobody"]
    return {"user": chosen.pw_uid, "group": chosen.pw_gid}


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    import signal

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    keep(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
