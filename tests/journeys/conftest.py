"""A living site with its example content, and a person at a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.journeys.person import Person
from tests.support.site import RunningSite

NewPerson = Callable[..., Person]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The whole site on SQLite; leaving it fails when the contract tool found an error on either side."""
    folder = tmp_path_factory.mktemp("site")
    environ = {"DATABASE_URL": f"sqlite:///{folder / 'hope.sqlite3'}"}
    running = RunningSite(folder, environ["DATABASE_URL"])
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
