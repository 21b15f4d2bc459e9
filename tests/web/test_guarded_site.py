"""What only staging and production have: a cookie bound to the host and to HTTPS, and staff who need two factors."""

from pathlib import Path

import pytest

import config
from hope import create_app
from hope.accounts import links
from hope.kernel.db import db, unit_of_work
from tests.support.gateway import FakeGateway
from tests.support.people import make_staff
from tests.support.sparing import spare
from tests.support.web import SiteClient

HERE = "https://hope.example"
ENVIRON = {
    "HOPE_ENV": "staging", "SECRET_KEY": "s" * 40, "STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRET": "whsec_1",
    "SITE_URL": HERE, "MAIL_URL": "smtp://mail.example", "MAIL_FROM": "Hope <hello@hope.example>",
    "CHARITY_NAME": "Hope", "CHARITY_ADDRESS": "1 Example Street",
}  # fmt: skip


@pytest.fixture
def guarded(database: str, tmp_path: Path):
    settings = config.load(ENVIRON | {"DATABASE_URL": database, "INSTANCE_PATH": str(tmp_path)})
    app = create_app(settings, gateway=FakeGateway(settings))
    app.test_client_class = SiteClient
    spare(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_an_owner_on_a_guarded_site(guarded):
    client = guarded.test_client()
    owner = make_staff(db.session(), "owner")
    with unit_of_work() as session:
        token = links.token_of(links.make(session, owner.id, owner.email), guarded.config["SECRET_KEY"])
    answer = client.post(f"/account/sign-in/{token}", base_url=HERE)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-hope=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    assert client.get("/account/", base_url=HERE).status_code == 200
    for path in ("/admin/", "/admin/staff/"):
        assert client.get(path, base_url=HERE).headers["Location"].startswith("/account/second-factor")
    public = client.get("/about", base_url=HERE)
    assert "Set-Cookie" not in public.headers
    assert "Cookie" not in public.headers.get("Vary", "")
    assert client.get("/dev/mail/", base_url=HERE).status_code == 404
