"""A visitor without a browser, who reads every page with a critical eye."""

from contextvars import Context
from typing import Any

from bs4 import BeautifulSoup
from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hope.kernel.db import db
from tests.support import lint, trees


class SiteClient(FlaskClient):
    """Asks as a browser on our own site would, and lints each HTML answer below 500 (`lint=False` does not).

    A request runs in a context of its own, as on a server. The test's session, where it has one, is committed
    before, so that the site sees what was built, and forgets afterwards, so that the test sees what the site did.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"

    def open(self, *args: Any, lint: bool = True, **kwargs: Any) -> TestResponse:
        """Fetch a page."""
        kwargs.setdefault("buffered", True)  # an answer is read to its end, so that no file stays open
        if has_app_context():
            db.session.commit()
        response = Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        if lint:
            check_page(response)
        return response


def check_page(response: TestResponse) -> None:
    """Fail when an HTML answer breaks a rule of the lint."""
    if response.mimetype != "text/html" or response.status_code >= 500 or 300 <= response.status_code < 400:
        return
    if "sandbox" in response.headers.get("Content-Security-Policy", ""):
        return  # the HTML of a mail, shown in a frame of its own
    found = lint.problems(response.get_data(as_text=True))
    assert not found, f"{response.request.path} breaks the page lint:\n- " + "\n- ".join(found)


def read(response: TestResponse) -> BeautifulSoup:
    """The page as a tree: `read(response).select_one("h1")`."""
    return trees.grow(response.get_data(as_text=True))[0]


def text_of(response: TestResponse) -> str:
    """All words that a visitor sees, in one line."""
    return lint.words(read(response).body)
