"""No address vanishes or appears unnoticed, and none that changes something listens to strangers."""

from flask import Flask

from hope.kernel.web import guards
from tests.architecture import routes

# Each proves its caller by itself: Stripe by its signature, a reader's mail program by the sealed token of the link.
MAY_BE_CALLED_FROM_ELSEWHERE = {"stripe.webhook", "prayer_own.leave", "mail_stop.stop", "card_stop.stop"}


def test_the_list_of_addresses_is_right(app: Flask):
    listed = routes.LIST.read_text().splitlines()
    assert routes.addresses(app) == listed, "if this is meant: python -m tests.architecture.routes"


def test_every_form_comes_from_our_own_pages(app: Flask):
    assert routes.unguarded(app) == []


def test_who_may_be_called_from_elsewhere(app: Flask):
    assert routes.from_elsewhere(app) == MAY_BE_CALLED_FROM_ELSEWHERE


def test_development_pages_stay_at_home():
    production = [line for line in routes.LIST.read_text().splitlines() if "/dev/" in line]
    assert all(line.split()[2].startswith("dev_mail.") for line in production)


def careless() -> Flask:
    app = Flask("careless")
    app.add_url_rule("/change/<int:row>", "change", lambda row: f"changed {row}", methods=["POST"])
    return app


def test_an_open_door_is_caught():
    assert len(routes.unguarded(careless())) == 3


def test_a_guarded_door_is_not():
    app = careless()
    guards.init_app(app)
    assert routes.unguarded(app) == []


def test_a_vanished_address_is_caught():
    assert routes.addresses(careless()) != routes.addresses(Flask("careless"))
