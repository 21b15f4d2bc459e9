"""Collecting an invoice: the attempt, the retries, and what becomes of the subscription."""

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import ending, intents, invoices

DAY = 86400
# Days between attempts; after the last one the account's setting decides.
RETRIES = (3, 5, 7)


def collect(desk: Desk, invoice: Obj) -> str:
    """Try to take the money for an open invoice without the donor being there."""
    subscription = subscription_of(desk, invoice)
    method = method_for(desk, subscription)
    intent = intent_for(desk, invoice)
    if method is None:
        fell_short(desk, invoice, subscription)
        return "no_method"
    foreseen = intents.foresee(method, off_session=True)
    if subscription["_fail_next"] > 0:
        desk.save(subscription, _fail_next=subscription["_fail_next"] - 1)
        foreseen = "generic_decline"
    if foreseen == "authentication_required":
        intents.ask_to_confirm(desk, intent, method)
        desk.emit("invoice.payment_action_required", invoice)
        result = "confirm"
    else:
        result = intents.attempt(desk, intent, method, foreseen)
    conclude(desk, invoice, subscription, intent, result)
    return result


def conclude(desk: Desk, invoice: Obj, subscription: Obj, intent: Obj, result: str) -> None:
    """What an attempt means for the invoice and its subscription."""
    if result == "succeed":
        recovered(desk, invoice, subscription, intent)
    elif result != "processing":
        fell_short(desk, invoice, subscription)


def recovered(desk: Desk, invoice: Obj, subscription: Obj, intent: Obj) -> None:
    invoices.mark_paid(desk, invoice, intent)
    if subscription["status"] in ("past_due", "unpaid") and subscription["latest_invoice"] == invoice["id"]:
        desk.change(subscription, "customer.subscription.updated", status="active")


def fell_short(desk: Desk, invoice: Obj, subscription: Obj) -> None:
    """Count the attempt, plan the next one, tell of both; after the last one, end as the account wants."""
    attempts = invoice["attempt_count"] + 1
    again = desk.now + RETRIES[attempts - 1] * DAY if attempts <= len(RETRIES) else None
    desk.save(invoice, attempted=True, attempt_count=attempts, next_payment_attempt=again)
    desk.emit("invoice.payment_failed", invoice)
    if subscription["status"] == "canceled":
        return
    if again is not None:
        desk.later(again, "retry_invoice", invoice["id"])
    outcome = "past_due" if again is not None else desk.settings.after_retries
    if outcome == "cancel":
        ending.end(desk, subscription, "payment_failed")
    elif subscription["status"] != outcome:
        desk.change(subscription, "customer.subscription.updated", status=outcome)


def retry(desk: Desk, id: str) -> None:
    """The next attempt, if the invoice still waits for it."""
    invoice = desk.load("invoice", id)
    if invoice["status"] == "open" and invoice["next_payment_attempt"] == desk.now:
        collect(desk, invoice)


def intent_for(desk: Desk, invoice: Obj) -> Obj:
    """The invoice's payment, made at the first attempt and used again after."""
    known = desk.find("invoice_payment", invoice=invoice["id"])
    if known:
        return desk.load("payment_intent", known[0]["payment"]["payment_intent"])
    intent = intents.start(
        desk,
        invoice["amount_due"],
        invoice["currency"],
        customer=invoice["customer"],
        description="Subscription update",
        setup_future_usage="off_session",
    )
    invoices.expect_payment(desk, invoice, intent)
    return intent


def method_for(desk: Desk, subscription: Obj) -> Obj | None:
    """The subscription's own payment method, else the customer's."""
    customer = desk.load("customer", subscription["customer"])
    chosen = subscription["default_payment_method"] or customer["invoice_settings"]["default_payment_method"]
    return desk.store.get("payment_method", chosen) if chosen else None


def subscription_of(desk: Desk, invoice: Obj) -> Obj:
    """The subscription that an invoice is for."""
    return desk.load("subscription", invoice["parent"]["subscription_details"]["subscription"])


def settled(desk: Desk, intent: Obj, paid: bool) -> None:
    """A bank debit for an invoice has succeeded or failed."""
    invoice = desk.load("invoice", intent["_invoice"])
    conclude(desk, invoice, subscription_of(desk, invoice), intent, "succeed" if paid else "declined")
