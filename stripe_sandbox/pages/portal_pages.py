"""The customer's portal: a new card, an end to a standing gift, the past invoices."""

from flask import Blueprint, Response, abort, request

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import changing, ending, intents, methods
from stripe_sandbox.objects.cards import DECLINES
from stripe_sandbox.objects.checkout import Payer
from stripe_sandbox.pages.payer_form import PayerForm
from stripe_sandbox.pages.payer_page import card_form, card_page, method_from
from stripe_sandbox.pages.web import go, office, page

pages = Blueprint("portal", __name__, url_prefix="/p/session")
FEEDBACK = {
    "too_expensive": "It is too expensive",
    "unused": "I do not want to give to this any more",
    "customer_service": "I was not treated well",
    "switched_service": "I give elsewhere",
    "other": "Another reason",
}


@pages.get("/<token>")
def home(token: str) -> Response:
    """What the customer came for, or everything there is."""
    with office().desk() as desk:
        session = opened(desk, token)
        flow = session["flow"]
        if flow and not session.get("_done"):
            subscription = (flow["subscription_cancel"] or {}).get("subscription")
            place = "card" if flow["type"] == "payment_method_update" else f"cancel/{subscription}"
            return go(f"{session['url']}/{place}")
        return page("portal/home.html", **everything(desk, session))


def everything(desk: Desk, session: Obj) -> Obj:
    customer = session["customer"]
    chosen = desk.load("customer", customer)["invoice_settings"]["default_payment_method"]
    subscriptions = desk.find("subscription", customer=customer)
    used = chosen or next((entry["default_payment_method"] for entry in subscriptions), None)
    return {
        "session": session,
        "features": desk.load("billing_portal.configuration", session["configuration"])["features"],
        "subscriptions": [entry for entry in subscriptions if entry["status"] != "canceled"],
        "invoices": [entry for entry in desk.find("invoice", customer=customer) if entry["number"]],
        "method": desk.store.get("payment_method", used) if used else None,
    }


@pages.route("/<token>/card", methods=["GET", "POST"])
def card(token: str) -> Response:
    """A new card for the gifts to come."""
    with office().desk() as desk:
        session = opened(desk, token, "payment_method_update")
        customer = desk.load("customer", session["customer"])
        form = card_form(customer, currency_of(desk, customer), request.form)
        if request.method == "GET" or "fill" in request.form:
            if "fill" in request.form:
                form.fill(request.form["fill"][:19])
            return card_page("portal/card.html", form, session=session)
        payer = form.read()
        if payer is None:
            return card_page("portal/card.html", form, 422, session=session)
        return keep(desk.on_clock(customer.get("test_clock")), session, customer, payer, form)


def keep(desk: Desk, session: Obj, customer: Obj, payer: Payer, form: PayerForm) -> Response:
    """A card that is refused outright is not kept; one that only fails later is."""
    method = method_from(desk, payer)
    foreseen = intents.foresee(method, confirmed=True)
    if foreseen in DECLINES:
        form.refuse("number", DECLINES[foreseen].message)
        return card_page("portal/card.html", form, 402, session=session)
    desk.save(method, _confirmed=True)
    methods.adopt(desk, method, customer)
    return finish(desk, session)


@pages.route("/<token>/cancel/<id>", methods=["GET", "POST"])
def cancel(token: str, id: str) -> Response:
    """An end to a standing gift, after asking."""
    with office().desk() as desk:
        session = opened(desk, token, "subscription_cancel")
        subscription = own(desk, session, id)
        rules = desk.load("billing_portal.configuration", session["configuration"])["features"][
            "subscription_cancel"
        ]
        if request.method == "GET":
            asked = {"session": session, "subscription": subscription, "rules": rules}
            return page("portal/cancel.html", feedback=FEEDBACK, **asked)
        stop(desk.on_clock(subscription["test_clock"]), subscription, rules)
        return finish(desk, session)


def stop(desk: Desk, subscription: Obj, rules: Obj) -> None:
    """End it now or with its period, as the configuration says, and keep what was said about it."""
    said = request.form.get("feedback", "")
    comment = {"feedback": said if said in FEEDBACK else None, "comment": request.form.get("comment") or None}
    if rules["mode"] == "immediately":
        ending.end(desk, subscription, "cancellation_requested", comment)
    else:
        changing.update(desk, subscription, {"cancel_at_period_end": True, "cancellation_details": comment})


@pages.post("/<token>/renew/<id>")
def renew(token: str, id: str) -> Response:
    """Take back the end that was asked for."""
    with office().desk() as desk:
        session = opened(desk, token)
        subscription = own(desk, session, id)
        changing.update(
            desk.on_clock(subscription["test_clock"]), subscription, {"cancel_at_period_end": False}
        )
        return go(session["url"])


def opened(desk: Desk, token: str, feature: str | None = None) -> Obj:
    """The session behind a link, while it lasts and if it may do this."""
    session = next(iter(desk.find("billing_portal.session", _token=token)), None)
    if session is None or desk.now > session["_until"]:
        abort(404)
    features = desk.load("billing_portal.configuration", session["configuration"])["features"]
    asked = session["flow"] and session["flow"]["type"] == feature
    if feature and not features[feature]["enabled"] and not asked:
        abort(404)
    return session


def own(desk: Desk, session: Obj, id: str) -> Obj:
    subscription = desk.store.get("subscription", id)
    if (
        not subscription
        or subscription["customer"] != session["customer"]
        or subscription["status"] == "canceled"
    ):
        abort(404)
    return subscription


def currency_of(desk: Desk, customer: Obj) -> str:
    found = desk.find("subscription", customer=customer["id"])
    return str(found[0]["currency"]) if found else "usd"


def finish(desk: Desk, session: Obj) -> Response:
    """Back to where the customer was to go."""
    desk.save(session, _done=True)
    after = (session["flow"] or {}).get("after_completion") or {"type": "portal_homepage"}
    if after["type"] == "redirect":
        return go(after["redirect"]["return_url"])
    if after["type"] == "hosted_confirmation":
        words = (after["hosted_confirmation"] or {}).get("custom_message")
        return page("portal/done.html", session=session, words=words)
    return go(session["url"])
