"""Starting, stopping and answering quickly."""

import socket
import subprocess
import sys
import time

import requests

from stripe_sandbox.testing import RunningSandbox
from tests.sandbox.conftest import client_of
from tests.sandbox.orders import once, paid


def test_it_ends_cleanly_and_at_once(listener):
    sandbox = RunningSandbox(listener.url).__enter__()
    start = time.monotonic()
    sandbox.process.terminate()
    sandbox.process.wait(5)
    printed = sandbox.output()
    assert (sandbox.stop(), time.monotonic() - start < 1) == (0, True)
    assert "Traceback" not in printed


def test_a_taken_port_is_one_clear_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "stripe_sandbox", "--port", port],
            capture_output=True,
            text=True,
            timeout=20,
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert port in done.stderr


def test_it_listens_on_loopback_only():
    command = [sys.executable, "-m", "stripe_sandbox", "--host", "0.0.0.0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert (done.returncode, "loopback" in done.stderr) == (1, True)


def test_what_is_kept_in_a_file_survives(tmp_path):
    with RunningSandbox(data=str(tmp_path / "kept" / "sandbox.db")) as first:
        session = paid(client_of(first.url), first, once())
    with RunningSandbox(data=str(tmp_path / "kept" / "sandbox.db")) as second:
        found = client_of(second.url).v1.checkout.sessions.retrieve(session.id)
    assert found.payment_status == "paid"


def test_an_answer_takes_a_few_milliseconds(client, sandbox):
    session = client.v1.checkout.sessions.create(once())
    took = []
    for _ in range(20):
        start = time.perf_counter()
        client.v1.checkout.sessions.retrieve(session.id)
        took.append(time.perf_counter() - start)
    assert sorted(took)[10] < 0.02, "a two-part answer costs 40 ms on a keep-alive connection"


def test_it_is_alive(sandbox):
    reply = requests.get(sandbox.url + "/healthz", timeout=5)
    assert (reply.status_code, reply.text) == (200, "ok")
