"""A payment service that lives in the test: it opens pages, remembers what it was asked, and can refuse."""

from datetime import datetime

from hope.giving.events import Notice
from hope.giving.facts import Fact, FailedTry, Look
from hope.giving.gateway import GatewayError, OpenedSession, StripeGateway
from hope.giving.models import Checkout, Gift
from hope.giving.orders import Change
from hope.kernel.money import Money


class FakeGateway:
    """Stands where Stripe stands; `opened` is what it was asked for, `facts` what it knows, `trouble` what it says."""

    def __init__(self, settings) -> None:  # type: ignore[no-untyped-def]
        self.opened: list[tuple[str, str, str]] = []
        self.portals: list[tuple[str, str]] = []
        self.facts: dict[str, list[Fact]] = {}
        self.asked: list[str] = []
        self.closed: list[str] = []
        self.forgotten: list[str] = []
        self.changes: list[tuple[str, Change]] = []
        self.tries: dict[str, list[FailedTry]] = {}
        self.trouble: GatewayError | None = None
        # Reading an event needs no network, so the real reader is used: signatures are really checked.
        self._reader = StripeGateway(
            settings.stripe_secret_key, settings.stripe_webhook_secret, "http://127.0.0.1:9", settings.live
        )

    def open_checkout(self, checkout: Checkout, thanks_url: str, cancelled_url: str) -> OpenedSession:
        """A page to pay on, the same one for the same checkout."""
        self._complain()
        self.opened.append((checkout.reference, thanks_url, cancelled_url))
        return OpenedSession(session_id_of(checkout.reference), f"https://pay.example/{checkout.reference}")

    def close_page(self, session_id: str) -> list[Fact]:
        """Close a page; what this service was told to know of it, or that it is over."""
        self._complain()
        self.closed.append(session_id)
        return self.facts.get(session_id, [])

    def fetch_facts(self, session_id: str) -> list[Fact]:
        """What this service was told to know of a session."""
        self.asked.append(session_id)
        self._complain()
        return self.facts.get(session_id, [])

    def look(self, look: Look) -> list[Fact]:
        """What this service was told to know of a thing that changed."""
        return self._known(f"{look.what}:{look.id}")

    def reread(self, kind: str, what: str, name: str, happened_at: datetime) -> list[Fact]:
        """What this service was told to know of an event's object."""
        return self._known(f"{what}:{name}")

    def find_settlement(self, gift: Gift) -> list[Fact]:
        """What this service was told that a gift cost; at first it does not know."""
        return self._known(gift.source)

    def refund(self, payment_intent_id: str, total: Money, reason: str, key: str) -> list[Fact]:
        """What this service was told to answer to a refund."""
        return self._known(f"refund:{payment_intent_id}")

    def failed_tries(self, name: str) -> list[FailedTry]:
        """What this service was told of the tries that failed."""
        self._complain()
        return self.tries.get(name, [])

    def change_recurring(self, subscription_id: str, change: Change, key: str) -> list[Fact]:
        """What this service was told to answer to a change."""
        self.changes.append((subscription_id, change))
        return self._known(f"subscription:{subscription_id}")

    def open_portal(self, customer_id: str, return_url: str) -> str:
        """A page to replace a card on."""
        self._complain()
        self.portals.append((customer_id, return_url))
        return f"https://pay.example/portal/{customer_id}"

    def forget_customer(self, customer_id: str) -> bool:
        """Nothing of theirs goes on."""
        self._complain()
        self.forgotten.append(customer_id)
        return True

    def _known(self, name: str) -> list[Fact]:
        self.asked.append(name)
        self._complain()
        return self.facts.get(name, [])

    def read_event(self, body: bytes, signature: str | None) -> Notice:
        """Verify and read an event as Stripe's library does."""
        return self._reader.read_event(body, signature)

    def _complain(self) -> None:
        if self.trouble:
            raise self.trouble


def session_id_of(reference: str) -> str:
    """The id of the session that was opened for this checkout."""
    return f"cs_test_{reference.lower()}"
