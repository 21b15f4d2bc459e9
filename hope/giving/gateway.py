"""The only file that speaks to Stripe. It hands back our own small facts, never Stripe's objects."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import stripe

from hope.giving.events import REFERENCE, Notice, read_fact, read_invoice, read_session
from hope.giving.facts import Fact
from hope.giving.models import Checkout
from hope.giving.pledge import Interval, lines_from_json
from hope.kernel.clock import from_unix, now
from hope.kernel.money import Money

TOLERANCE = 300  # seconds; Stripe's own default against replayed deliveries


class GatewayError(Exception):
    """Stripe could not be asked, or said no; `detail` is for staff, never for the donor."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail[:300]


class Unreachable(GatewayError):
    """No answer that means anything: the same request may be sent again."""


class Refused(GatewayError):
    """Stripe understood and said no: asking again changes nothing."""


class BadNotice(Exception):
    """A delivery that is not a verified event of ours; nothing of it is kept."""


@dataclass(frozen=True)
class OpenedSession:
    """Stripe's page for one checkout."""

    session_id: str
    url: str


class Gateway(Protocol):
    """What giving needs of a payment service."""

    def open_checkout(self, checkout: Checkout, thanks_url: str, cancelled_url: str) -> OpenedSession: ...

    def fetch_facts(self, session_id: str) -> list[Fact]: ...

    def read_event(self, body: bytes, signature: str | None) -> Notice: ...


class StripeGateway:
    """Stripe, through its official library; `api_base` leads to the sandbox instead."""

    def __init__(self, secret_key: str, webhook_secret: str, api_base: str, live: bool) -> None:
        self._webhook_secret = webhook_secret
        self._live = live
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base} if api_base else None,
            max_network_retries=2,
            http_client=stripe.RequestsClient(timeout=(5, 30)),
        )

    def open_checkout(self, checkout: Checkout, thanks_url: str, cancelled_url: str) -> OpenedSession:
        """Open Stripe's page for this checkout; the same checkout always gets the same page."""
        params = _session_params(checkout, thanks_url, cancelled_url)
        session = self._ask(
            self._client.v1.checkout.sessions.create,
            params,
            {"idempotency_key": f"checkout:{checkout.reference}"},
        )
        return OpenedSession(session.id, session.url)

    def fetch_facts(self, session_id: str) -> list[Fact]:
        """What Stripe knows of a checkout now, as the facts that its events would have told."""
        expand = ["payment_intent.latest_charge", "invoice"]
        session = self._ask(self._client.v1.checkout.sessions.retrieve, session_id, {"expand": expand})
        return facts_of_session(_plain(session))

    def read_event(self, body: bytes, signature: str | None) -> Notice:
        """Verify a delivery on its raw bytes and read it; raises BadNotice for anything that is not ours.

        `verify_header` and `json.loads` instead of `construct_event`: building the library's objects costs
        thirty times as much, and nothing here needs them.
        """
        try:
            text = body.decode()
            stripe.WebhookSignature.verify_header(text, signature or "", self._webhook_secret, TOLERANCE)
            event = json.loads(text)
            if event["livemode"] is not self._live:
                raise BadNotice("an event of the other mode")
            happened_at = from_unix(event["created"])
            fact = read_fact(event["type"], event["data"]["object"], happened_at)
            return Notice(event["id"], event["type"], event.get("api_version"), happened_at, text, fact)
        except stripe.SignatureVerificationError as error:
            raise BadNotice("the signature is not Stripe's") from error
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise BadNotice("the body is not an event") from error

    def _ask(self, method: Any, *args: Any) -> Any:
        try:
            return method(*args)
        except (stripe.APIConnectionError, stripe.RateLimitError) as error:
            raise Unreachable(_summary(error)) from error
        except stripe.StripeError as error:
            again = error.http_status is None or error.http_status >= 500 or error.http_status == 409
            raise (Unreachable if again else Refused)(_summary(error)) from error


def facts_of_session(session: dict[str, Any]) -> list[Fact]:
    """The facts in a checkout session as it is now; none while the donor has not finished."""
    if session["status"] != "complete":
        kind = "checkout.session.expired" if session["status"] == "expired" else ""
        return [read_fact(kind, session, now())] if kind else []
    facts = [read_session(session, _paid_at(session))]
    invoice = session["invoice"]
    if isinstance(invoice, dict) and invoice["status"] == "paid":
        facts.append(read_invoice(invoice, _paid_at(session)))
    return facts


def _paid_at(session: dict[str, Any]) -> datetime:
    intent = session["payment_intent"]
    charge = intent.get("latest_charge") if isinstance(intent, dict) else None
    return from_unix(charge["created"] if isinstance(charge, dict) else session["created"])


def _session_params(checkout: Checkout, thanks_url: str, cancelled_url: str) -> dict[str, Any]:
    """Our row as the request of Stripe's "Create a Session"; the reference goes where every later event can see it.

    Metadata does not travel by itself: the session's stays there, so payment and subscription get their own.
    """
    tag = {REFERENCE: checkout.reference}
    params: dict[str, Any] = {
        "mode": "payment" if checkout.interval is Interval.ONCE else "subscription",
        "line_items": _line_items(checkout),
        "submit_type": "donate",
        "customer_email": checkout.giver_email,
        "client_reference_id": checkout.reference,
        "metadata": tag,
        "success_url": thanks_url,
        "cancel_url": cancelled_url,
        # The books stay in the currency that the donor chose to give in.
        "adaptive_pricing": {"enabled": False},
    }
    if checkout.interval is Interval.ONCE:
        params["payment_intent_data"] = {"metadata": tag}
    else:
        params["subscription_data"] = {"metadata": tag}
    return params


def _line_items(checkout: Checkout) -> list[dict[str, Any]]:
    items = [
        _line_item(f"{line.label}: {line.campaign_title}", line.unit, line.quantity, checkout.interval)
        for line in lines_from_json(checkout.lines)
    ]
    if checkout.cover_amount:
        cover = Money(checkout.cover_amount, checkout.total.currency)
        items.append(_line_item("Towards the card fee", cover, 1, checkout.interval))
    return items


def _line_item(name: str, unit: Money, quantity: int, interval: Interval) -> dict[str, Any]:
    price: dict[str, Any] = {
        "currency": unit.currency.lower(),
        "unit_amount": unit.amount,
        "product_data": {"name": name[:250]},
    }
    if interval is not Interval.ONCE:
        price["recurring"] = {"interval": interval.value}
    return {"quantity": quantity, "price_data": price}


def _plain(thing: Any) -> dict[str, Any]:
    plain: dict[str, Any] = thing.to_dict()
    return plain


def _summary(error: stripe.StripeError) -> str:
    """What staff need to look it up; Stripe's message may repeat a donor's address, so it is left out."""
    parts = [type(error).__name__, error.code, getattr(error, "param", None), error.request_id]
    return " ".join(str(part) for part in parts if part)
