"""A living site with its example content, and a person at a browser."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.journeys.person import Person
from tests.support.site import RunningSite

NewPerson = Callable[..., Person]
_numbers = itertools.count(1)


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
    """`person()` opens a fresh browser; whatever asks for another machine than this one fails the test."""
    contexts = []
    strangers: list[str] = []

    def only_here(route: Route) -> None:
        if "//127.0.0.1:" in route.request.url or route.request.url.startswith("data:"):
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    def make(**options: object) -> Person:
        context = browser.new_context(**{"reduced_motion": "reduce", **options})  # type: ignore[arg-type]
        context.set_extra_http_headers({"X-Forwarded-For": f"10.1.{next(_numbers)}.7"})
        context.route("**/*", only_here)
        contexts.append(context)
        page: Page = context.new_page()
        page.set_default_timeout(15_000)
        return Person(page, site)

    yield make
    for context in contexts:
        context.close()
    assert strangers == []


@pytest.fixture
def axe() -> str:
    """The accessibility engine, to be run inside a page."""
    return (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
