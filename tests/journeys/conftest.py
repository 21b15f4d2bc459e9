"""A living site with its example content, and a person at a browser."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.journeys.person import Person
from tests.support.browsing import PATIENCE, wait_for_whole_pages
from tests.support.site import RunningSite

NewPerson = Callable[..., Person]
_numbers = itertools.count(1)
HERE = ("http://127.0.0.1:", "http://localhost:", "data:", "blob:")
expect.set_options(timeout=PATIENCE)
wait_for_whole_pages()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The whole site on SQLite; leaving it fails when the contract tool found an error on either side."""
    folder = tmp_path_factory.mktemp("site")
    # Every person comes from an address of their own, as behind a proxy: the speed limits stay as they are.
    running = RunningSite(folder, f"sqlite:///{folder / 'hope.sqlite3'}", TRUSTED_PROXIES="1")
    running.flask("db", "upgrade")
    running.flask("demo", "load")
    with running:
        yield running


@pytest.fixture
def person(site: RunningSite, browser: Browser) -> Iterator[NewPerson]:
    """`person()` opens a fresh browser; what asks for another machine, `abroad` left out, fails the test.

    Nothing stands between the browser and the site, so that it keeps what it fetched, as people's browsers do.
    """
    contexts = []
    strangers: list[str] = []

    def make(abroad: str = HERE[0], **options: object) -> Person:
        def look(request: Request) -> None:
            if not request.url.startswith((*HERE, abroad)):
                strangers.append(request.url)

        context = browser.new_context(**{"reduced_motion": "reduce", **options})  # type: ignore[arg-type]
        context.set_extra_http_headers({"X-Forwarded-For": f"10.1.{next(_numbers)}.7"})
        context.on("request", look)
        contexts.append(context)
        page: Page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return Person(page, site)

    yield make
    for context in contexts:
        context.close()
    assert strangers == []


@pytest.fixture
def axe() -> str:
    """The accessibility engine, to be run inside a page."""
    return (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
