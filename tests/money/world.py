"""Where lives are lived: a site and a sandbox that forget each life before the next."""

from pathlib import Path
from typing import Any

from hope import create_app
from hope.kernel.db import db
from stripe_sandbox.testing import RunningSandbox
from tests.support import databases
from tests.support.builders import run_jobs
from tests.support.sparing import spare
from tests.support.web import SiteClient


class World:
    """A site and a sandbox to live many lives in, one after the other, each on an empty database."""

    def __init__(self, server: databases.Server, sandbox: RunningSandbox, folder: Path) -> None:
        self.server, self.sandbox, self.folder = server, sandbox, folder
        self.app: Any = None
        self.seen: set[str] = set()

    def open(self) -> None:
        """Forget the last life."""
        self.close()
        for leftover in self.folder.glob("hope.sqlite3*"):
            leftover.unlink()
        self._fresh = self.server.fresh(self.folder)
        url = self._fresh.__enter__()
        self.sandbox.reset()
        self.sandbox.settings(webhooks="hold")
        if self.app is None:
            self.app = self._make_app(url)
        self.context = self.app.app_context()
        self.context.push()

    def close(self) -> None:
        """Let go of the database."""
        if self.app is None or not self.context:
            return
        run_jobs(self.app)
        db.session.remove()
        db.engine.dispose()
        self.context.pop()
        self.context = None

    def _make_app(self, url: str) -> Any:
        app = create_app(databases.settings_for(url, self.folder, STRIPE_API_BASE=self.sandbox.url))
        app.test_client_class = SiteClient
        spare(app)
        return app

    def list(self, path: str, **params: Any) -> list[dict[str, Any]]:
        """Everything the sandbox has of a kind, oldest first, asked without a line of Hope's."""
        found: list[dict[str, Any]] = []
        key = {"Authorization": "Bearer sk_test_lives"}
        while True:
            after = {"starting_after": found[-1]["id"]} if found else {}
            query = {"limit": 100, **params, **after}
            page = self.sandbox.http.get(f"{self.sandbox.url}/v1/{path}", params=query, headers=key).json()
            found += page["data"]
            if not page["has_more"]:
                return found[::-1]
