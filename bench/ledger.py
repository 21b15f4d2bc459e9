"""The staff's list of gifts at a million of them: what a page, a search and an export take of the server's time."""

import os
import time
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

from bench import million
from hope import create_app
from hope.kernel.db import db
from tests.support.databases import settings_for
from tests.support.gateway import FakeGateway
from tests.support.people import make_staff, sign_in

GIFTS = int(os.environ.get("BENCH_GIFTS", "1000000"))
TIMES = 5
GOAL = 150.0  # milliseconds
Row = tuple[str, str]
ASKED = {
    "the list": "",
    "its second page": "",
    "by campaign": "campaign={campaign}",
    "by days": "first=2025-03-01&last=2025-03-31",
    "refunded": "status=refunded",
    "lost in a dispute, one campaign": "status=lost&campaign={campaign}",
    "amount between two": "least=12.50&most=20",
    "yearly, by bank debit, from 95.00": "interval=year&method=bank+debit&least=95",
    "nothing fits": "interval=year&status=lost&least=99&most=99.50",
    "a payout": "payout=7",
    "search: a whole address": "q=ancorbel.{person}@example.org",
    "search: a surname": "q=ancorbel",
    "search: a beginning that many have": "q=mari",
    "search: two beginnings": "q=zoe+fen",
    "search: a receipt": "q=2024-10012345",
    "search: a payment": "q=pi_10054321",
    "search: a reference": "q=AAAAAAAAAAAAAAAAAAAAAAAA",
    "search: a gift’s number": "q=12345",
    "one gift": "/admin/gifts/{half}",
    "one supporter": "/admin/supporters/{person}",
    "the payouts": "/admin/books/payouts",
    "attempts that failed": "/admin/gifts/attempts?state=failed",
    "attempts of one address": "/admin/gifts/attempts?q=ancorbel.{person}@example.org",
    "events that were recorded": "/admin/events/?outcome=recorded",
    "letters that were sent": "/admin/mail/?state=sent",
    "letters to one address": "/admin/mail/?q=ancorbel.{person}@example.org",
}


def measure(database: str, folder: Path) -> list[Row]:
    """Every figure about the list of gifts on this database."""
    settings = settings_for(database, folder)
    app = create_app(settings, gateway=FakeGateway(settings))
    with app.app_context():
        taken = million.fill(db.session(), GIFTS)
        client = app.test_client()
        sign_in(client, make_staff(db.session(), "treasurer"))
        db.session.remove()
    rows = [(f"{GIFTS:,} gifts made", f"in {taken:.0f} s")]
    rows += [(name, _said(times)) for name, times in _pages(client).items()]
    rows += _exports(client)
    with app.app_context():
        db.engine.dispose()
    return rows


def _pages(client: FlaskClient) -> dict[str, list[float]]:
    """How long each page took, each asked a few times over."""
    first = client.get("/admin/gifts/").get_data(as_text=True)
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    with_names = {"campaign": _campaign(first), "person": 49, "half": GIFTS // 2}
    found: dict[str, list[float]] = {}
    for name, query in ASKED.items():
        path = older if name == "its second page" else query.format(**with_names)
        path = path if path.startswith("/") else f"/admin/gifts/?{path}"
        found[name] = [_milliseconds(client, path) for _ in range(TIMES)]
    return found


def _milliseconds(client: FlaskClient, path: str) -> float:
    begun = time.perf_counter()
    answer = client.get(path)
    taken = (time.perf_counter() - begun) * 1000
    assert answer.status_code == 200, (path, answer.status_code)
    return taken


def _campaign(page: str) -> str:
    """The newest campaign in the filter."""
    return page.split('id="campaign"')[1].split("<option")[2].split('value="')[1].split('"')[0]


def _said(times: list[float]) -> str:
    worst = max(times)
    return f"{median(times):.0f} ms, at first {times[0]:.0f} ms" + (
        "" if worst < GOAL else f", more than {GOAL:.0f}"
    )


def _exports(client: FlaskClient) -> list[Row]:
    """The first byte, the whole file, and how much memory it takes to write it."""
    begun = time.perf_counter()
    _forget_peak()
    before = _memory("VmRSS")
    answer = client.get("/admin/gifts/export.csv", buffered=False)
    pieces = iter(answer.response)  # type: ignore[call-overload]
    size = len(next(pieces))
    first = (time.perf_counter() - begun) * 1000
    size += len(next(pieces))
    some = (time.perf_counter() - begun) * 1000
    lines = 500
    for piece in pieces:
        size, lines = size + len(piece), lines + piece.count(b"\n")
    taken = time.perf_counter() - begun
    answer.close()
    assert lines == GIFTS, lines
    grown = _memory("VmHWM") - before
    return [
        ("export: the first byte", f"{first:.0f} ms; the first 500 gifts, {some:.0f} ms"),
        ("export: all of it", f"{taken:.0f} s, {size / 2**20:.0f} MB, {GIFTS / taken:,.0f} gifts a second"),
        ("export: memory", f"{grown:.0f} MB more at its peak"),
    ]


def _forget_peak() -> None:
    """Let the system measure the highest use of memory from here on (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _memory(name: str) -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    [line] = [line for line in status.read_text().splitlines() if line.startswith(name)]
    return int(line.split()[1]) / 1024
