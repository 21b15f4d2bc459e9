"""A payment service that lives in the test: it opens pages, remembers what it was asked, and can refuse."""

from hope.giving.events import Fact, Notice
from hope.giving.gateway import GatewayError, OpenedSession, StripeGateway
from hope.giving.models import Checkout


class FakeGateway:
    """Stands where Stripe stands; `opened` is what it was asked for, `facts` what it knows, `trouble` what it says."""

    def __init__(self, settings) -> None:  # type: ignore[no-untyped-def]
        self.opened: list[tuple[str, str, str]] = []
        self.facts: dict[str, list[Fact]] = {}
        self.asked: list[str] = []
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

    def fetch_facts(self, session_id: str) -> list[Fact]:
        """What this service was told to know of a session."""
        self.asked.append(session_id)
        self._complain()
        return self.facts.get(session_id, [])

    def read_event(self, body: bytes, signature: str | None) -> Notice:
        """Verify and read an event as Stripe's library does."""
        return self._reader.read_event(body, signature)

    def _complain(self) -> None:
        if self.trouble:
            raise self.trouble


def session_id_of(reference: str) -> str:
    """The id of the session that was opened for this checkout."""
    return f"cs_test_{reference.lower()}"
