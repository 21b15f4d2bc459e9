"""`/_sandbox/…`: how tests and the dashboard steer the sandbox. None of this exists at Stripe."""

import time
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from stripe_sandbox.core.errors import ApiError, invalid
from stripe_sandbox.core.settings import Settings
from stripe_sandbox.core.shapes import public
from stripe_sandbox.objects import cards, checkout, payouts
from stripe_sandbox.objects.cards import DECLINES
from stripe_sandbox.objects.checkout import Payer
from stripe_sandbox.pages import actions
from stripe_sandbox.pages.checkout import next_page
from stripe_sandbox.pages.web import office
from stripe_sandbox.ticker import tick
from stripe_sandbox.webhooks.courier import Courier

pages = Blueprint("control", __name__, url_prefix="/_sandbox")
LONGEST_DELIVERY = 11
DELIVERIES = (
    "SELECT id, event, type, endpoint, state, attempts, status, answer, last_at FROM deliveries ORDER BY id"
)


def courier() -> Courier:
    found: Courier = current_app.extensions["courier"]
    return found


@pages.errorhandler(ApiError)
def refuse(error: ApiError) -> tuple[Response, int]:
    """A control call that makes no sense."""
    return jsonify(error.body), error.status


@pages.before_request
def same_origin() -> None:
    """Another site's page may not steer the sandbox."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise invalid("Only the sandbox's own pages and programs may call this.")


def asked() -> dict[str, Any]:
    given = request.get_json(silent=True) or {}
    if not isinstance(given, dict):
        raise invalid("Send a JSON object.")
    return given


@pages.post("/reset")
def reset() -> Response:
    """Forget everything but the webhook endpoint of the command line, and put the settings back."""
    here = office()
    with here.desk() as desk:
        kept = [endpoint for endpoint in desk.find("webhook_endpoint") if endpoint.get("_registered")]
        here.store.empty()
        for endpoint in kept:
            desk.save(endpoint)
    # What is on its way just now would be heard by the next test.
    courier().idle(LONGEST_DELIVERY)
    here.settings.__dict__.update(Settings(retry_base=here.settings.retry_base).__dict__)
    return jsonify({"status": "reset"})


@pages.route("/settings", methods=["GET", "POST"])
def settings() -> Response:
    """Read or change how the sandbox behaves."""
    if request.method == "POST":
        office().settings.change(asked())
    return jsonify(office().settings.shown())


@pages.post("/flush")
def flush() -> Response:
    """Deliver now everything that is held or waits for another try."""
    return jsonify({"outcomes": [outcome.shown() for outcome in courier().flush()]})


@pages.post("/resend")
def resend() -> Response:
    """Deliver an event again."""
    given = asked()
    outcomes = courier().resend(
        given["event"], int(given.get("times", 1)), bool(given.get("concurrent", False))
    )
    return jsonify({"outcomes": [outcome.shown() for outcome in outcomes]})


@pages.get("/deliveries")
def deliveries() -> Response:
    """Every delivery, oldest first, with its last outcome."""
    rows = office().store.rows(DELIVERIES)
    return jsonify({"deliveries": [dict(row) for row in rows]})


@pages.get("/idle")
def idle() -> tuple[Response, int]:
    """Wait until no delivery is pending."""
    done = courier().idle(float(request.args.get("timeout", 10)))
    return jsonify({"idle": done}), 200 if done else 504


@pages.post("/pay")
def pay() -> Response:
    """Do what submitting the checkout page does."""
    given = asked()
    with office().desk() as desk:
        session = desk.load("checkout.session", given.get("session", ""), "session")
        if session["status"] == "complete":
            return jsonify({"status": "succeeded", "redirect": next_page(session, "succeed")})
        if session["status"] != "open":
            raise invalid(f"This session is {session['status']}.", "session")
        result = checkout.submit(desk, session, payer(given, session["customer_email"]))
        if result == "confirm" and "confirm" in given:
            result = checkout.confirm(desk, session, bool(given["confirm"]))
        answer = jsonify(told(result) | {"redirect": next_page(session, result)})
    answer.call_on_close(office().wake)
    return answer


@pages.post("/act")
def act() -> Response:
    """Do to an object what a button of the dashboard does."""
    given = asked()
    with office().desk() as desk:
        obj = desk.store.get_any(str(given.pop("object", "")))
        if obj is None:
            raise invalid("There is no such object.", "object")
        actions.perform(
            desk, obj, str(given.pop("action", "")), {key: str(value) for key, value in given.items()}
        )
        answer = jsonify(public(desk.store.get_any(obj["id"]) or obj))
    answer.call_on_close(office().wake)
    return answer


@pages.post("/payout")
def pay_out() -> Response:
    """Pay everything out, pending money too unless told otherwise."""
    given = asked()
    with office().desk() as desk:
        made = payouts.pay_out(desk, given.get("currency", "usd"), bool(given.get("include_pending", True)))
        answer = jsonify(public(made))
    answer.call_on_close(office().wake)
    return answer


@pages.post("/tick")
def pass_time() -> Response:
    """Do now what would become due within so many seconds."""
    until = int(time.time()) + int(asked().get("seconds", 0))
    return jsonify({"done": tick(office(), until)})


def payer(given: dict[str, Any], known_email: str | None) -> Payer:
    number = str(given.get("card", "4242424242424242"))
    instrument = (
        cards.us_bank_account("110000000", str(given["account"])) if "account" in given
        else cards.sepa_debit(str(given["iban"])) if "iban" in given
        else cards.card(number)
    )  # fmt: skip
    if instrument is None:
        raise invalid("Your card number is invalid.", "card", "incorrect_number")
    email = given.get("email") or known_email or "donor@example.org"
    return Payer(email, given.get("name", "Dana Donor"), given.get("country", "US"), instrument)


def told(result: str) -> dict[str, Any]:
    if result in DECLINES:
        refusal = DECLINES[result]
        return {
            "status": "declined",
            "code": refusal.code,
            "decline_code": refusal.decline_code,
            "message": refusal.message,
        }
    return {"status": {"succeed": "succeeded", "confirm": "requires_action"}.get(result, result)}
