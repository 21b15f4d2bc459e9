"""What every test may ask for: the site with a fresh database, a client that lints each page, a browser.

A test that touches the database, however indirectly, runs once for each database found; pure tests run once.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

import config
from hope import create_app
from hope.kernel.db import db
from hope.kernel.memory import settle
from tests.support import databases, postgres, required
from tests.support.browsing import Browser, launch
from tests.support.gateway import FakeGateway
from tests.support.sparing import share_compiled_rules, spare
from tests.support.web import SiteClient

PLUGIN = "hope_postgres_folder"
# First what says most in the shortest time; what takes long in the middle; at the end many small ones that fill gaps.
ORDER = ["architecture", "unit", "money", "journeys", "sandbox", "web"]


def pytest_configure(config: pytest.Config) -> None:
    """Agree on one PostgreSQL for the whole run; it starts when the first test needs it."""
    workerinput = getattr(config, "workerinput", None)
    folder = workerinput[PLUGIN] if workerinput else postgres.new_folder()
    databases.cluster = postgres.Cluster(Path(folder))
    share_compiled_rules()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the folders into their order."""
    place = {Path(__file__).parent / name: number for number, name in enumerate(ORDER)}
    items.sort(key=lambda item: min(place.get(folder, len(place)) for folder in item.path.parents))


def pytest_collection_finish() -> None:
    """All is loaded that the tests need."""
    settle()


def pytest_configure_node(node) -> None:  # type: ignore[no-untyped-def]
    """Tell a parallel worker where the run's PostgreSQL is."""
    node.workerinput[PLUGIN] = str(databases.cluster.folder)


pytest_configure_node = pytest.hookimpl(optionalhook=True)(pytest_configure_node)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The run that chose the folder takes its PostgreSQL down, however it ended."""
    if not hasattr(config, "workerinput"):
        databases.cluster.stop()


def pytest_report_header() -> list[str]:
    """Say on what the tests run."""
    return [f"databases: {', '.join(databases.KINDS)}", *required.report()]


def pytest_terminal_summary(terminalreporter) -> None:  # type: ignore[no-untyped-def]
    """Say plainly what could not be tested here."""
    for line in required.report(terminalreporter.stats.get("skipped", ())):
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(scope="session", params=databases.KINDS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> databases.Server:
    """A migrated database to copy or to empty, made once for each worker and kind."""
    return databases.make(request.param, tmp_path_factory.mktemp("template"))


@pytest.fixture
def database(server: databases.Server, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database of this test's own."""
    with server.fresh(tmp_path) as url:
        yield url


@pytest.fixture
def settings(database: str, tmp_path: Path) -> config.Settings:
    """Testing's settings, with a folder of this test's own."""
    return databases.settings_for(database, tmp_path)


@pytest.fixture
def gateway(settings: config.Settings) -> FakeGateway:
    """The payment service of this test: it opens pages and remembers, and never leaves the process."""
    return FakeGateway(settings)


@pytest.fixture
def app(settings: config.Settings, gateway: FakeGateway) -> Iterator[Flask]:
    """The site on an empty database."""
    app = create_app(settings, gateway=gateway)
    app.test_client_class = SiteClient
    spare(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> SiteClient:
    """A visitor without a browser; every page fetched is linted."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The test's own session, in an application context; the client commits it before each request."""
    with app.app_context():
        yield db.session()
        db.session.rollback()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once for each worker."""
    with launch() as chromium:
        yield chromium
