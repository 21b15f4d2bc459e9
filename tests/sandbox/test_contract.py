"""Every exchange of a whole day of giving, held against Stripe's own types."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from stripe_sandbox.testing import RunningSandbox, free_port
from tests.sandbox.conftest import SECRET, Listener, client_of
from tests.sandbox.day import a_day

TOOL = Path(__file__).parents[2].parent / "shared" / "tools" / "stripe_contract" / "contract.py"
pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(not TOOL.exists(), reason="the contract tool is not beside this checkout"),
]


def test_a_day_of_giving_breaks_no_rule_of_stripes(between: tuple[str, RunningSandbox]) -> None:
    url, sandbox = between
    a_day(client_of(url), sandbox)
    assert sandbox.idle()
    report = requests.get(url + "/__contract__/report", timeout=10).json()
    said = [f"{v['side']} {v['op']} {v['where']}: {v['msg']}" for v in report["violations"] if not preview(v)]
    assert "\n".join(said) == ""
    assert report["exchanges"] > 20
    assert report["webhooks"] > 40


def preview(violation: dict[str, str]) -> bool:
    """The tool expects `in_…`; Stripe's types say that the invoice of a preview is called `upcoming_in_…`."""
    return violation["op"] == "invoice.upcoming" and "upcoming_in_" in violation["msg"]


@pytest.fixture
def between(listener: Listener) -> Iterator[tuple[str, RunningSandbox]]:
    """A sandbox with the contract tool between it and everyone else."""
    api, hooks = free_port(), free_port()
    with RunningSandbox(f"http://127.0.0.1:{hooks}/webhooks/stripe", SECRET) as sandbox:
        upstream = listener.url.partition("/webhooks")[0]
        command = [sys.executable, str(TOOL), "--listen", str(api), "--upstream", sandbox.url]
        command += [
            "--webhook-listen",
            str(hooks),
            "--webhook-upstream",
            upstream,
            "--webhook-secret",
            SECRET,
        ]
        tool = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert tool.stdout
        for _ in range(2):
            tool.stdout.readline()
        yield f"http://127.0.0.1:{api}", sandbox
        tool.terminate()
        tool.wait(10)
        tool.stdout.close()
