"""A campaign page: how long it takes to make, how many a core serves, and what a first visit carries."""

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

from bs4 import BeautifulSoup
from flask import Flask

from hope import create_app
from hope.kernel.db import db
from stripe_sandbox.testing import free_port
from tests.support.databases import settings_for
from tests.support.site import ROOT, wait_for

SECONDS = 5
CLIENTS = 4
BROWSER = {"Accept-Encoding": "br, gzip", "Accept": "text/html"}
Row = tuple[str, str]


def measure(database: str, folder: Path) -> list[Row]:
    """Every figure about pages."""
    app = create_app(settings_for(database, folder))
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.output
    path = first_campaign(app)
    rows = [("the page", path), *rendering(app, path), *weight(app, path), *serving(database, folder, path)]
    with app.app_context():
        db.engine.dispose()
    return rows


def first_campaign(app: Flask) -> str:
    """The first campaign that can be given to, as the front page lists them."""
    page = BeautifulSoup(app.test_client().get("/").data, "html5lib")
    return str(page.find("a", href=re.compile("^/campaigns/."))["href"])  # type: ignore[index]


def rendering(app: Flask, path: str, times: int = 200) -> list[Row]:
    """Making the page in this process, without a server: the middle of many."""
    client = app.test_client()
    found = []
    for headers in ({}, BROWSER):
        taken = sorted(seconds(lambda h=headers: client.get(path, headers=h)) for _ in range(times))
        found.append(taken[times // 2] * 1000)
    return [("made in", f"{found[0]:.2f} ms, compressed (brotli) in {found[1]:.2f} ms")]


def seconds(work) -> float:  # type: ignore[no-untyped-def]
    """How long it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def weight(app: Flask, path: str) -> list[Row]:
    """What a browser fetches on a first visit, in compressed bytes."""
    client = app.test_client()
    page = client.get(path, headers=BROWSER)
    tree = BeautifulSoup(client.get(path).data, "html5lib")
    styles = [str(link["href"]) for link in tree.find_all("link", rel="stylesheet")]
    scripts = [str(script["src"]) for script in tree.find_all("script", src=True)]
    pictures = {str(p["src"]) for p in tree.find_all("img", src=True)}
    sheets = "".join(client.get(href).get_data(as_text=True) for href in styles)
    fonts = set(re.findall(r"url\([\"']?([^)\"']+\.woff2)", sheets))

    def carried(urls) -> int:  # type: ignore[no-untyped-def]
        return sum(len(client.get(url, headers=BROWSER).data) for url in urls)

    core = [len(page.data), carried(styles), carried(scripts)]
    extra = [carried(fonts), carried(pictures)]
    return [
        ("HTML, CSS, JavaScript", " + ".join(kilobytes(part) for part in core)),
        (
            "together",
            f"{kilobytes(sum(core))} in {1 + len(styles) + len(scripts)} requests (budget 30 KB in 6)",
        ),
        (
            "fonts, pictures",
            f"{kilobytes(extra[0])} in {len(fonts)}, {kilobytes(extra[1])} in {len(pictures)}",
        ),
        ("everything", f"{kilobytes(sum(core) + sum(extra))} (budget 100 KB)"),
    ]


def kilobytes(count: int) -> str:
    """Bytes in words."""
    return f"{count / 1024:.1f} KB"


def serving(database: str, folder: Path, path: str) -> list[Row]:
    """Pages a second from one worker process on loopback, asked by a few clients at once."""
    port = free_port()
    environ = os.environ | {"HOPE_ENV": "testing", "DATABASE_URL": database, "INSTANCE_PATH": str(folder)}
    words = [
        "--interface",
        "wsgi",
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "--no-ws",
        "--port",
        str(port),
    ]
    with (folder / "web.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "granian", *words, "wsgi:app"],
            cwd=ROOT,
            env=environ,
            stdout=log,
            stderr=log,
        )
    try:
        wait_for(lambda: answers(port), "the server did not start")
        rows = [
            (f"served {how}", f"{rate(port, path, headers):.0f} a second") for how, headers in WAYS.items()
        ]
    finally:
        server.terminate()
        server.wait()
    return rows


WAYS = {"by one core": {}, "by one core, brotli": BROWSER}


def answers(port: int) -> bool:
    """True when somebody listens there."""
    try:
        http.client.HTTPConnection("127.0.0.1", port, timeout=2).request("GET", "/healthz")
    except OSError:
        return False
    return True


def rate(port: int, path: str, headers: dict[str, str]) -> float:
    """Answers a second over kept connections."""
    counts = [0] * CLIENTS
    until = time.monotonic() + SECONDS

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < until:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS
