"""The whole of Hope as it runs for people: web server, worker and a stand-in Stripe, each a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import requests
from flask import Flask
from sqlalchemy import Connection, create_engine, text

import config
from hope import create_app
from stripe_sandbox.testing import RunningSandbox, free_port
from tests.support.stripe_events import SECRET

ROOT = Path(__file__).parents[2]
CONTRACT = ROOT.parent / "shared" / "tools" / "stripe_contract" / "contract.py"
PATIENCE = 180.0
ENVIRONMENT = {"HOPE_ENV": "development", "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "default"}


class RunningSite:
    """`with RunningSite(tmp_path, database) as site:` gives a living site at `site.url` on a migrated database.

    Where the contract tool is present, everything that passes between the site and the sandbox goes through it,
    and leaving the block fails on any error that it found. `environ` overrides settings.
    """

    def __init__(
        self, folder: Path, database: str, *, workers: int = 1, contract: bool = True, **environ: str
    ) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{free_port()}"
        self.contract_url = f"http://127.0.0.1:{free_port()}" if contract and CONTRACT.exists() else ""
        self._hooks = f"http://127.0.0.1:{free_port()}" if self.contract_url else self.url
        self._workers = workers
        self._app: Flask | None = None
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.sandbox = RunningSandbox(
            f"{self._hooks}/webhooks/stripe", SECRET, data=str(folder / "sandbox.sqlite3"), retry_base="0.2"
        )
        self.environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTEST_"))},
            **ENVIRONMENT,
            "DATABASE_URL": database,
            "INSTANCE_PATH": str(folder),
            "SITE_URL": self.url,
            "STRIPE_API_BASE": self.contract_url or self.sandbox.url,
            "STRIPE_WEBHOOK_SECRET": SECRET,
            **environ,
        }

    def __enter__(self) -> "RunningSite":
        try:
            self.sandbox.__enter__()
            if self.contract_url:
                self._start("contract", *self._contract_command())
            self.start_web()
            self.start_worker()
            self._wait_until_ready()
        except BaseException:
            self._stop_everything()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None and self.contract_url:
                self.sandbox.idle()
                assert self.contract_errors() == []
        finally:
            self._stop_everything()

    def flask(self, *words: str) -> str:
        """Run a command of the site (`site.flask("demo", "load")`); what it said."""
        command = [sys.executable, "-m", "flask", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, *words: str) -> str:
        """The same in this process, where that the command works is no question: a new one loads for seconds."""
        if self._app is None:
            self._app = create_app(config.load(self.environ))
        done = self._app.test_cli_runner().invoke(args=list(words))
        assert done.exit_code == 0, f"{done.output} {done.exception!r}"
        return done.output

    def start_web(self) -> None:
        """Start the web server."""
        host, port = self.url.removeprefix("http://").split(":")
        words = [
            "--interface",
            "wsgi",
            "--workers",
            str(self._workers),
            "--blocking-threads",
            "16",
            "--no-ws",
        ]
        self._start("web", "granian", *words, "--host", host, "--port", port, "wsgi:app")

    def stop_web(self) -> None:
        """Stop the web server; Stripe's deliveries fail meanwhile."""
        self._stop("web")

    def start_worker(self) -> None:
        """Start the worker."""
        self._start("worker", "flask", "worker")

    def stop_worker(self) -> None:
        """Stop the worker; its work waits."""
        self._stop("worker")

    def kill(self, name: str) -> None:
        """End a process and its children as a power cut would, without a word of warning."""
        process = self._running.pop(name)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        for pid in [process.pid, *map(int, children.read_text().split() if children.exists() else ())]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()

    def get(self, path: str, **options: Any) -> requests.Response:
        """Fetch a page without a browser."""
        return requests.get(self.url + path, timeout=30, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        """Send a form as a page of the site would, and do not follow where it leads."""
        headers = {"Sec-Fetch-Site": "same-origin", **options.pop("headers", {})}
        return requests.post(self.url + path, timeout=30, headers=headers, allow_redirects=False, **options)

    def rows(self, query: str, **values: Any) -> list[Any]:
        """What the site's database holds; the query is the test's own."""
        with self._connection() as connection:
            return list(connection.execute(text(query), values))

    def execute(self, statement: str, **values: Any) -> None:
        """Put something into the site's database that nobody can bring about on its pages."""
        with self._connection() as connection:
            connection.execute(text(statement), values)
            connection.commit()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        engine = create_engine(self.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://"))
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    def logs(self, name: str = "web") -> str:
        """What a process has said so far: web, worker or contract."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def contract_errors(self) -> list[str]:
        """What the contract tool found wrong, on either side."""
        lines = (self.folder / "contract.jsonl").read_text().splitlines()
        found = [json.loads(line) for line in lines if line.strip()]
        return [
            f"{f['side']} {f.get('op')} {f['where']}: {f['msg']}" for f in found if f.get("level") == "error"
        ]

    def _contract_command(self) -> list[str]:
        ports = [url.rsplit(":", 1)[1] for url in (self.contract_url, self._hooks)]
        (self.folder / "contract.jsonl").touch()
        return ["python", str(CONTRACT), "--listen", ports[0], "--upstream", self.sandbox.url, "--webhook-listen",
            ports[1], "--webhook-upstream", self.url, "--webhook-secret", SECRET,
            "--log", str(self.folder / "contract.jsonl")]  # fmt: skip

    def _start(self, name: str, module: str, *words: str) -> None:
        command = [sys.executable, *words] if module == "python" else [sys.executable, "-m", module, *words]
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def _stop(self, name: str) -> None:
        process = self._running.pop(name)
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _stop_everything(self) -> None:
        for name in list(self._running):
            self._stop(name)
        if hasattr(self.sandbox, "process") and self.sandbox.process.poll() is None:
            self.sandbox.stop()

    def _wait_until_ready(self) -> None:
        self.wait_for_web()
        wait_for(
            lambda: "running" in self.logs("worker"), "the worker did not start:\n" + self.logs("worker")
        )

    def wait_for_web(self) -> None:
        """Wait until the web server answers, at its start or after it was killed."""
        wait_for(self._ready, "the site did not get ready:\n" + self.logs())

    def _ready(self) -> bool:
        assert self._running["web"].poll() is None, self.logs()
        try:
            return self.get("/readyz").status_code == 200
        except requests.ConnectionError:
            return False


def wait_for(question: Any, complaint: str = "it did not happen in time", seconds: float = PATIENCE) -> Any:
    """Ask again and again until the answer is true; fail with the complaint when it stays false."""
    until = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < until, complaint
        time.sleep(0.05)
    return answer
