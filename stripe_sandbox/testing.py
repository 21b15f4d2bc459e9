"""A running sandbox for tests: started on a free port, in memory, steered through its control calls."""

import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import requests

ROOT = Path(__file__).parents[1]
PATIENCE = 120.0


class RunningSandbox:
    """`with RunningSandbox() as sandbox:` gives `.url` and methods for everything a test wants to arrange."""

    def __init__(
        self,
        webhook_url: str | None = None,
        webhook_secret: str = "whsec_test",  # noqa: S107 - no secret
        port: int | None = None,
        **options: str,
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.webhook_secret = webhook_secret
        self.command = [sys.executable, "-m", "stripe_sandbox", "--port", str(self.port)]
        if webhook_url:
            self.command += ["--webhook-url", webhook_url, "--webhook-secret", webhook_secret]
        for name, value in options.items():
            self.command += ["--" + name.replace("_", "-"), str(value)]
        self.http = requests.Session()
        self.http.trust_env = False

    def __enter__(self) -> "RunningSandbox":
        # A file, because a pipe that nobody reads fills up and would stop the sandbox.
        self.printed = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            self.command, stdout=self.printed, stderr=subprocess.STDOUT, text=True, cwd=ROOT
        )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"The sandbox did not start: {self.output()}")
            try:
                if self.http.get(self.url + "/healthz", timeout=1).status_code == 200:
                    return self
            except requests.ConnectionError:
                time.sleep(0.02)
        raise RuntimeError("The sandbox did not answer in time.")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> int:
        """End it; answers its exit status."""
        self.http.close()
        self.process.terminate()
        status = self.process.wait(60)
        self.printed.close()
        return status

    def output(self) -> str:
        """What it printed so far."""
        self.printed.seek(0)
        return self.printed.read()

    def control(self, call: str, /, **given: Any) -> dict[str, Any]:
        """One control call; raises where the sandbox refuses it."""
        reply = self.http.post(f"{self.url}/_sandbox/{call}", json=given, timeout=60)
        reply.raise_for_status()
        answer: dict[str, Any] = reply.json()
        return answer

    def reset(self) -> None:
        """Forget everything but the endpoint of the command line."""
        self.control("reset")

    def settings(self, **changes: Any) -> dict[str, Any]:
        """Change settings and answer all of them."""
        return self.control("settings", **changes)

    def fault(self, match: str, kind: str, times: int = 1, seconds: float = 1.0) -> None:
        """Let the next calls that match fail; earlier faults that have not struck stay."""
        standing = self.settings()["faults"]
        made = {"match": match, "kind": kind, "times": times, "seconds": seconds}
        self.settings(faults=[*standing, made])

    def pay(self, session: str, card: str = "4242424242424242", **more: Any) -> dict[str, Any]:
        """Do what submitting the checkout page does."""
        return self.control("pay", session=session, card=card, **more)

    def act(self, object: str, action: str, **fields: Any) -> dict[str, Any]:
        """Press a button of the dashboard: refund, dispute, win, lose, settle, bounce, advance, fail_next, …"""
        return self.control("act", object=object, action=action, **fields)

    def advance(self, subscription: str, days: int | None = None) -> dict[str, Any]:
        """Live through a subscription's running period, or so many days."""
        return self.act(subscription, "advance", **({} if days is None else {"days": days}))

    def payout(self, currency: str = "usd") -> dict[str, Any]:
        """Pay everything out."""
        return self.control("payout", currency=currency)

    def tick(self, seconds: int = 0) -> int:
        """Do now what becomes due within so many seconds of everybody's time."""
        return int(self.control("tick", seconds=seconds)["done"])

    def flush(self) -> list[dict[str, Any]]:
        """Deliver everything that is held."""
        outcomes: list[dict[str, Any]] = self.control("flush")["outcomes"]
        return outcomes

    def resend(self, event: str, times: int = 1, concurrent: bool = False) -> list[dict[str, Any]]:
        """Deliver an event again."""
        outcomes: list[dict[str, Any]] = self.control(
            "resend", event=event, times=times, concurrent=concurrent
        )["outcomes"]
        return outcomes

    def deliveries(self, type: str | None = None) -> list[dict[str, Any]]:
        """Every delivery, oldest first."""
        rows: list[dict[str, Any]] = self.http.get(f"{self.url}/_sandbox/deliveries", timeout=30).json()[
            "deliveries"
        ]
        return [row for row in rows if type in (None, row["type"])]

    def idle(self, timeout: float = 60) -> bool:
        """Wait until no delivery is pending."""
        reply = self.http.get(
            f"{self.url}/_sandbox/idle", params={"timeout": str(timeout)}, timeout=timeout + 10
        )
        return bool(reply.json()["idle"])


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
