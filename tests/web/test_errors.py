"""When something goes wrong: a page of ours that says what to do, and nothing of the program."""

from dataclasses import replace

import pytest

from hope import create_app
from hope.kernel.db import db
from tests.support.web import SiteClient, read, text_of


@pytest.fixture
def broken(app):
    """A page that fails, and one that takes numbers."""

    def fails():
        words = "secret words of a person"
        raise RuntimeError(words)

    app.add_url_rule("/broken", "broken", fails)
    app.add_url_rule("/rows/<int:number>", "rows", lambda number: f"<p>{number}</p>")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


def test_a_failure_of_ours_is_a_calm_page(broken, caplog):
    answer = broken.get("/broken")
    assert "unexpected RuntimeError" in caplog.text
    assert "in fails" in caplog.text
    assert answer.status_code == 500
    assert read(answer).h1.text == "Something went wrong on our side"
    assert "secret words" not in answer.get_data(as_text=True)
    assert "Error: secret words" not in caplog.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("ask", "status", "words"),
    [
        (lambda client: client.get("/nowhere"), 404, "We cannot find that page"),
        (lambda client: client.delete("/"), 405, "That page cannot be used this way"),
        (lambda client: client.post("/about"), 405, "That page cannot be used this way"),
    ],
)
def test_each_other_mishap_has_its_page(client, ask, status, words):
    answer = ask(client)
    assert answer.status_code == status
    assert words in text_of(answer)
    assert read(answer).select_one("main a[href]")


def test_a_wrong_method_says_which_are_right(client):
    assert set(client.post("/about").headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_the_number_of_a_row_is_one_that_a_row_can_have(broken):
    statuses = {number: broken.get(f"/rows/{number}", lint=False).status_code
        for number in (0, 2**63 - 1, 2**63, 10**30, "-1", "1.5")}  # fmt: skip
    assert statuses == {0: 200, 2**63 - 1: 200, 2**63: 404, 10**30: 404, "-1": 404, "1.5": 404}


def test_a_name_that_no_file_can_have_is_the_name_of_nothing(client):
    for path in ("/static/bundle/{}.x.css", "/media/{}", "/media/{}.webp", "/static/{}"):
        for name in ("x" * 5000, "%00", "..%2f..%2fconfig.py", "a" * 300):
            assert client.get(path.format(name), lint=False).status_code == 404, path


def test_a_machine_that_watches_is_told_how_things_are(client):
    assert (client.get("/healthz").data, client.get("/readyz").data) == (b"ok\n", b"database: ok\n")


def test_the_mailbox_of_development_is_not_there_for_real_people(settings, gateway):
    for environment, status in (("development", 200), ("staging", 404), ("production", 404)):
        app = create_app(replace(settings, environment=environment), gateway=gateway)
        app.test_client_class = SiteClient
        assert app.test_client().get("/dev/mail/").status_code == status, environment
        with app.app_context():
            db.engine.dispose()
