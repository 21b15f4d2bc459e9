"""Asking Stripe what things are now. It is handed Stripe's services; only `gateway` knows the library."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from hope.giving import shapes
from hope.giving.events import read_fact, read_session
from hope.giving.facts import Fact, FailedTry, FraudWarning, Look, PayoutState, SubscriptionStarted
from hope.kernel.clock import from_unix, now

Shape = dict[str, Any]
Ask = Callable[..., Shape]
PAGE = 100
WARNED = "radar.early_fraud_warning.created"
# What has to come with a session, and with a subscription, for its facts to be read.
IN_SESSION = ("payment_intent.latest_charge", "invoice")
IN_SUBSCRIPTION = ("default_payment_method", "customer.invoice_settings.default_payment_method")
# A payment that stands so was tried and did not come.
REFUSED = ("requires_payment_method", "canceled")


class Lookups:
    """Questions to Stripe, each answered with facts."""

    def __init__(self, v1: Any, ask: Ask) -> None:
        self._v1 = v1
        self._ask = ask

    def session(self, session_id: str) -> list[Fact]:
        """The facts in a checkout session as it is now; none while the donor has not finished."""
        return self.facts_of(
            self._ask(self._v1.checkout.sessions.retrieve, session_id, {"expand": [*IN_SESSION]})
        )

    def facts_of(self, session: Shape) -> list[Fact]:
        """The facts in a session that came with what `IN_SESSION` names."""
        facts = facts_of_session(session)
        waits = session["status"] == "complete" and session["payment_status"] == "unpaid"
        if not waits or not self._was_refused(session):
            return facts
        started = [replace(fact, processing=False) for fact in facts if isinstance(fact, SubscriptionStarted)]
        return [*started, read_fact("checkout.session.async_payment_failed", session, now())]

    def look(self, look: Look) -> list[Fact]:
        """What something is now that an event said had changed."""
        return {
            "subscription": self._subscription,
            "customer": self._subscriptions_of,
            "payout": self._payout,
        }[look.what](look.id)

    def reread(self, kind: str, what: str, name: str, happened_at: datetime) -> list[Fact]:
        """The facts of an event whose text is of another API version: its object is asked for in ours."""
        v1 = self._v1
        if what == "radar.early_fraud_warning":
            return self.ask_again("warning", name)
        retrieve = {
            "checkout.session": v1.checkout.sessions.retrieve,
            "invoice": v1.invoices.retrieve,
            "subscription": v1.subscriptions.retrieve,
            "customer": v1.customers.retrieve,
            "payment_method": v1.payment_methods.retrieve,
            "refund": v1.refunds.retrieve,
            "dispute": v1.disputes.retrieve,
            "payout": v1.payouts.retrieve,
        }[what]
        fact = read_fact(kind, self._ask(retrieve, name), happened_at)
        return self.look(fact) if isinstance(fact, Look) else [fact]

    def settlement(self, gift_source: str) -> list[Fact]:
        """What the payment of a gift cost; nothing while Stripe does not know."""
        payment_intent_id = gift_source.removeprefix("stripe:")
        if payment_intent_id.startswith("in_"):
            payment_intent_id = self._payment_of_invoice(payment_intent_id) or ""
        if not payment_intent_id:
            return []
        expand = {"expand": ["latest_charge.balance_transaction"]}
        intent = self._ask(self._v1.payment_intents.retrieve, payment_intent_id, expand)
        charge = intent["latest_charge"]
        settled = shapes.settlement(gift_source, charge) if isinstance(charge, dict) else None
        return [settled] if settled else []

    def ask_again(self, kind: str, name: str) -> list[Fact]:
        """What Stripe knows of this thing, as the facts that its events would have told."""
        if kind == "payment":
            return self._payment(name)
        if kind == "gift":
            return self.settlement(name)
        if kind == "refund":
            return self.as_refund(self._ask(self._v1.refunds.retrieve, name))
        if kind == "dispute":
            return [shapes.dispute(self._ask(self._v1.disputes.retrieve, name))]
        if kind == "warning":
            return [fact for fact in self.warnings() if fact.warning_id == name]
        if kind == "session":
            return self.session(name)
        if kind == "invoice":
            return self._invoice(name)
        return self.look(Look(kind, name))

    def as_refund(self, refund: Shape) -> list[Fact]:
        """An answer of Stripe's about a refund, as a fact."""
        return [shapes.refund(refund)]

    def failed_tries(self, name: str) -> list[FailedTry]:
        """Every charge of a checkout or a payment that did not come through, and the confirmation that never came."""
        if name.startswith("cs_"):
            name = shapes.id_of(self._ask(self._v1.checkout.sessions.retrieve, name)["payment_intent"]) or ""
        if not name:
            return []
        charges = self.pages(self._v1.charges.list, {"payment_intent": name})
        found = [shapes.failed_try(charge) for charge in charges if charge["status"] == "failed"]
        intent = self._ask(self._v1.payment_intents.retrieve, name)
        if (intent["last_payment_error"] or {}).get("charge") is None and intent["last_payment_error"]:
            found.append(shapes.failed_confirmation(intent))
        return sorted(found, key=lambda one: one.at)

    def transactions(self, since: int | None, payout: str | None = None) -> Iterator[Shape]:
        """Every balance transaction since then, newest first, with its source expanded."""
        params: Shape = {"expand": ["data.source"]}
        if since:
            params["created"] = {"gte": since}
        if payout:
            params["payout"] = payout
        yield from self.pages(self._v1.balance_transactions.list, params)

    def warnings(self) -> Iterator[FraudWarning]:
        """The early warnings of fraud of the last thirty days, from the events that told of them."""
        for event in self.pages(self._v1.events.list, {"type": WARNED}):
            fact = shapes.fraud_warning(event["data"]["object"], from_unix(event["created"]))
            if isinstance(fact, FraudWarning):
                yield fact

    def pages(self, method: Any, params: Shape) -> Iterator[Shape]:
        """Every object of a list, newest first, asked for by the hundred."""
        after: Shape = {}
        while True:
            page = self._ask(method, {"limit": PAGE, **params, **after})
            yield from page["data"]
            if not page["has_more"]:
                return
            after = {"starting_after": page["data"][-1]["id"]}

    def _payment(self, payment_intent_id: str) -> list[Fact]:
        """A payment's facts by way of what it paid: an invoice of a standing gift, or a checkout."""
        params = {"payment": {"type": "payment_intent", "payment_intent": payment_intent_id}}
        paid = self._ask(self._v1.invoice_payments.list, params)["data"]
        if paid:
            invoice_id = shapes.id_of(paid[0]["invoice"]) or ""
            invoice = self._ask(self._v1.invoices.retrieve, invoice_id)
            return [shapes.paid_invoice(invoice, now()), *self.settlement(f"stripe:{invoice_id}")]
        found = self._ask(self._v1.checkout.sessions.list, {"payment_intent": payment_intent_id})["data"]
        facts = [fact for session in found for fact in self.session(session["id"])]
        return [*facts, *self.settlement(f"stripe:{payment_intent_id}")]

    def carried_by(self, payout: Shape) -> Iterator[str]:
        """The transactions that a payout carries; of one made by hand Stripe does not say."""
        if payout["automatic"]:
            for row in self.transactions(None, payout["id"]):
                if not row["type"].startswith("payout"):
                    yield row["id"]

    def _payout(self, payout_id: str) -> list[Fact]:
        asked_at = now()
        payout = self._ask(self._v1.payouts.retrieve, payout_id)
        state: PayoutState = shapes.payout(payout, tuple(self.carried_by(payout)), asked_at)
        return [state]

    def _subscription(self, subscription_id: str) -> list[Fact]:
        asked_at = now()
        expand = {"expand": [*IN_SUBSCRIPTION]}
        subscription = self._ask(self._v1.subscriptions.retrieve, subscription_id, expand)
        return [shapes.subscription(with_card(subscription), asked_at)]

    def _invoice(self, invoice_id: str) -> list[Fact]:
        """A renewal as it is now: paid, or not paid although it was tried."""
        invoice = self._ask(self._v1.invoices.retrieve, invoice_id)
        if invoice["status"] == "paid":
            return [shapes.paid_invoice(invoice, now())]
        if invoice["status"] != "open" or not invoice["attempt_count"]:
            return []
        needs_action = self._intent_status(invoice_id) == "requires_action"
        # Stripe counts an attempt that waits for the donor only when it has told of it.
        counted = {"attempt_count": invoice["attempt_count"] - needs_action}
        return [shapes.failed_invoice(invoice | counted, now(), needs_action=needs_action)]

    def _was_refused(self, session: Shape) -> bool:
        """True when the bank said no to a payment that was on its way."""
        if session["mode"] == "payment":
            intent = session["payment_intent"]
            return isinstance(intent, dict) and intent["status"] in REFUSED
        invoice_id, paid = shapes.id_of(session["invoice"]), _is_paid(session["invoice"])
        return bool(invoice_id) and not paid and self._intent_status(invoice_id or "") in REFUSED

    def _intent_status(self, invoice_id: str) -> str:
        """How the payment of an invoice stands; empty where there is none."""
        params = {"invoice": invoice_id, "expand": ["data.payment.payment_intent"]}
        found = self._ask(self._v1.invoice_payments.list, params)["data"]
        intents = [row["payment"].get("payment_intent") for row in found]
        return next((str(intent["status"]) for intent in intents if isinstance(intent, dict)), "")

    def _subscriptions_of(self, customer_id: str) -> list[Fact]:
        found = self._ask(self._v1.subscriptions.list, {"customer": customer_id, "status": "all"})
        return [fact for sub in found["data"] for fact in self._subscription(sub["id"])]

    def _payment_of_invoice(self, invoice_id: str) -> str | None:
        found = self._ask(self._v1.invoice_payments.list, {"invoice": invoice_id})["data"]
        paid = [row["payment"] for row in found if row["status"] == "paid"]
        return shapes.id_of(paid[0].get("payment_intent")) if paid else None


def facts_of_session(session: Shape) -> list[Fact]:
    """The facts in a checkout session as it is now."""
    if session["status"] == "expired":
        return [read_fact("checkout.session.expired", session, now())]
    if session["status"] != "complete":
        return []
    facts = [read_session(session, _paid_at(session))]
    invoice = session["invoice"]
    if _is_paid(invoice):
        facts.append(shapes.paid_invoice(invoice, _paid_at(session)))
    return facts


def _paid_at(session: Shape) -> datetime:
    intent = session["payment_intent"]
    charge = intent.get("latest_charge") if isinstance(intent, dict) else None
    return from_unix(charge["created"] if isinstance(charge, dict) else session["created"])


def _is_paid(invoice: Any) -> bool:
    return isinstance(invoice, dict) and invoice["status"] == "paid"


def with_card(subscription: Shape) -> Shape:
    """A subscription without a card of its own is charged to its customer's default one."""
    if subscription.get("default_payment_method") or not isinstance(subscription["customer"], dict):
        return subscription
    settings = subscription["customer"].get("invoice_settings") or {}
    return {**subscription, "default_payment_method": settings.get("default_payment_method")}
