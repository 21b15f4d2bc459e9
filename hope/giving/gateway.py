"""The only file that imports Stripe's library. It hands back our own small facts, never Stripe's objects."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import stripe

from hope.giving import arrangements, orders
from hope.giving.events import Notice
from hope.giving.facts import Fact, FailedTry, Look
from hope.giving.listings import Listings
from hope.giving.lookups import Lookups
from hope.giving.models import Checkout, Gift
from hope.kernel.clock import from_unix
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


class WrongMode(BadNotice):
    """A verified event of test mode at a live site, or the other way round: an endpoint is set up wrongly."""


@dataclass(frozen=True)
class OpenedSession:
    """Stripe's page for one checkout."""

    session_id: str
    url: str


class Gateway(Protocol):
    """What giving needs of a payment service."""

    def open_checkout(self, checkout: Checkout, thanks_url: str, cancelled_url: str) -> OpenedSession: ...

    def close_page(self, session_id: str) -> list[Fact]: ...

    def fetch_facts(self, session_id: str) -> list[Fact]: ...

    def read_event(self, body: bytes, signature: str | None) -> Notice: ...

    def look(self, look: Look) -> list[Fact]: ...

    def reread(self, kind: str, what: str, name: str, happened_at: datetime) -> list[Fact]: ...

    def find_settlement(self, gift: Gift) -> list[Fact]: ...

    def refund(self, payment_intent_id: str, total: Money, reason: str, key: str) -> list[Fact]: ...

    def failed_tries(self, name: str) -> list[FailedTry]: ...

    def change_recurring(self, subscription_id: str, change: orders.Change, key: str) -> list[Fact]: ...

    def open_portal(self, customer_id: str, return_url: str) -> str: ...

    def forget_customer(self, customer_id: str) -> bool: ...


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
        self._lookups = Lookups(self._client.v1, self.ask)
        self.listings = Listings(self._client.v1, self._lookups)

    def open_checkout(self, checkout: Checkout, thanks_url: str, cancelled_url: str) -> OpenedSession:
        """Open Stripe's page for this checkout; the same checkout always gets the same page."""
        session = self.ask(
            self._client.v1.checkout.sessions.create,
            orders.session_params(checkout, thanks_url, cancelled_url),
            {"idempotency_key": f"checkout:{checkout.reference}"},
        )
        return OpenedSession(session["id"], session["url"])

    def close_page(self, session_id: str) -> list[Fact]:
        """Let nobody pay on this page any more; what it came to, which is money where somebody has just paid."""
        with suppress(Refused):  # it is over already, one way or the other
            self.ask(self._client.v1.checkout.sessions.expire, session_id)
        return self.fetch_facts(session_id)

    def fetch_facts(self, session_id: str) -> list[Fact]:
        """What Stripe knows of a checkout now, as the facts that its events would have told."""
        return self._lookups.session(session_id)

    def look(self, look: Look) -> list[Fact]:
        """What something is now that an event said had changed."""
        return self._lookups.look(look)

    def reread(self, kind: str, what: str, name: str, happened_at: datetime) -> list[Fact]:
        """An event's facts from the object as our API version has it, not as the event wrote it."""
        return self._lookups.reread(kind, what, name, happened_at)

    def find_settlement(self, gift: Gift) -> list[Fact]:
        """What a gift cost; nothing while Stripe does not know yet."""
        return self._lookups.settlement(gift.source)

    def failed_tries(self, name: str) -> list[FailedTry]:
        """Why the charges of a checkout or a payment did not come through, oldest first."""
        return self._lookups.failed_tries(name)

    def refund(self, payment_intent_id: str, total: Money, reason: str, key: str) -> list[Fact]:
        """Send money back; the same key never sends it twice."""
        params = orders.refund_params(payment_intent_id, total, reason, key)
        return self._lookups.as_refund(
            self.ask(self._client.v1.refunds.create, params, {"idempotency_key": key})
        )

    def change_recurring(self, subscription_id: str, change: orders.Change, key: str) -> list[Fact]:
        """Change, pause, resume or end a standing gift; says how it stands then."""
        v1 = self._client.v1
        options = {"idempotency_key": key}
        if change.ends_now:
            self.ask(v1.subscriptions.cancel, subscription_id)
        else:
            current = self.ask(v1.subscriptions.retrieve, subscription_id)
            product = self._product(change.named, key) if change.named else None
            params = orders.change_params(change, current, product)
            self.ask(v1.subscriptions.update, subscription_id, params, options)
        return self.look(Look("subscription", subscription_id))

    def _product(self, name: str, key: str) -> str:
        """What Stripe's own pages and receipts call a gift from now on."""
        options = {"idempotency_key": f"{key}:product"}
        made: str = self.ask(self._client.v1.products.create, {"name": name[:250]}, options)["id"]
        return made

    def open_portal(self, customer_id: str, return_url: str) -> str:
        """The address of Stripe's page where a donor replaces the card."""
        configuration = orders.portal_configuration(self._client.v1, self.ask)
        params = orders.portal_params(customer_id, return_url, configuration)
        url: str = self.ask(self._client.v1.billing_portal.sessions.create, params)["url"]
        return url

    def forget_customer(self, customer_id: str) -> bool:
        """Delete a customer for good; False, and nothing done, while something of theirs still goes on there."""
        v1 = self._client.v1
        try:
            found = self.ask(v1.subscriptions.list, {"customer": customer_id})["data"]
            if any(one["status"] not in orders.OVER for one in found):
                return False
            self.ask(v1.customers.delete, customer_id)
        except Refused as no:
            if "resource_missing" not in no.detail:  # they are gone already
                raise
        return True

    def ask_again(self, kind: str, name: str) -> list[Fact]:
        """What Stripe knows of a payment, a refund or whatever else, whatever we recorded of it."""
        return self._lookups.ask_again(kind, name)

    def setup(self, webhook_url: str, kinds: list[str], return_url: str) -> list[str]:
        """See that the webhook endpoint and the portal are as this version needs them; says what was done."""
        return arrangements.setup(self._client.v1, self.ask, webhook_url, kinds, return_url)

    def read_event(self, body: bytes, signature: str | None) -> Notice:
        """Verify a delivery on its raw bytes; raises BadNotice for anything that is not an event of ours.

        `verify_header` and `json.loads` instead of `construct_event`: building the library's objects costs
        thirty times as much, and nothing here needs them.
        """
        try:
            text = body.decode()
            stripe.WebhookSignature.verify_header(text, signature or "", self._webhook_secret, TOLERANCE)
            notice, livemode = _notice(text)
        except stripe.SignatureVerificationError as error:
            raise BadNotice("the signature is not Stripe's") from error
        except (ValueError, LookupError, TypeError, ArithmeticError, OSError, RecursionError) as error:
            raise BadNotice("the body is not an event") from error
        if livemode is not self._live:
            raise WrongMode("an event of the other mode")
        return notice

    def ask(self, method: Any, *args: Any) -> dict[str, Any]:
        """Call the library and hand back plain values; its errors become Unreachable or Refused."""
        try:
            answer: dict[str, Any] = method(*args).to_dict()
        except (stripe.APIConnectionError, stripe.RateLimitError) as error:
            raise Unreachable(_summary(error)) from error
        except stripe.StripeError as error:
            # A yes that cannot be read is no refusal: the page may be open, and the same key finds it again.
            refused = 400 <= (error.http_status or 0) < 500 and error.http_status != 409
            raise (Refused if refused else Unreachable)(_summary(error)) from error
        return answer


def _notice(text: str) -> tuple[Notice, object]:
    """An event's JSON as a notice, and the mode that it says it is of; any other shape raises."""
    event = json.loads(text)
    thing, version = event["data"]["object"], event.get("api_version")
    if not isinstance(thing, dict):
        raise TypeError("no object")
    notice = Notice(
        event_id=_word(event["id"], 255),
        kind=_word(event["type"], 120),
        api_version=None if version is None else _word(version, 60),
        happened_at=from_unix(event["created"]),
        payload=text,
        thing=thing,
    )
    return notice, event["livemode"]


def _word(value: object, limit: int) -> str:
    """One of Stripe's own words: what a column of ours can hold, and nothing else."""
    if not isinstance(value, str) or not 0 < len(value) <= limit or not value.isprintable():
        raise TypeError("not a word")
    return value


def _summary(error: stripe.StripeError) -> str:
    """What staff need to look it up; Stripe's message may repeat a donor's address, so it is left out."""
    parts = [type(error).__name__, error.code, getattr(error, "param", None), error.request_id]
    return " ".join(str(part) for part in parts if part)
