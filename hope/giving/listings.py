"""Everything that Stripe has of a kind, page by page, as facts: what the check of the books goes through.

A page at a time, and nothing is kept of it, so that the longest history takes no more memory than the shortest.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from hope.giving import shapes
from hope.giving.events import KINDS
from hope.giving.facts import DisputeState, Fact, FraudWarning, InvoiceFailed, RefundState, SubscriptionState
from hope.giving.lookups import IN_SESSION, IN_SUBSCRIPTION, Lookups, with_card
from hope.kernel.clock import now

Shape = dict[str, Any]
# Enough to explain what differs; after a long outage Stripe has more than anybody would read.
MOST_UNDELIVERED = 1000
OVER = ("canceled", "incomplete", "incomplete_expired")


class Listings:
    """Stripe's own lists."""

    def __init__(self, v1: Any, lookups: Lookups) -> None:
        self._v1 = v1
        self._lookups = lookups

    def transactions(self, since: int | None) -> Iterator[Shape]:
        """Every balance transaction, with its source."""
        return self._lookups.transactions(since)

    def carried_by(self, payout: Shape) -> Iterator[str]:
        """The transactions that a payout carries."""
        return self._lookups.carried_by(payout)

    def sessions(self, since: int | None) -> Iterator[tuple[str, str, list[Fact]]]:
        """Every checkout page of ours: its id, our reference, and what its facts are now."""
        params = _created(since) | {"expand": [f"data.{name}" for name in IN_SESSION]}
        for session in self._lookups.pages(self._v1.checkout.sessions.list, params):
            reference = shapes.reference_in(session)
            if reference:
                yield session["id"], reference, self._lookups.facts_of(session)

    def subscriptions(self) -> Iterator[tuple[SubscriptionState, InvoiceFailed | None]]:
        """Every standing gift as it is now, ended ones too, with its newest payment where that did not come."""
        asked_at = now()
        expand = [*IN_SUBSCRIPTION, "latest_invoice"]
        params = {"status": "all", "expand": [f"data.{name}" for name in expand]}
        for subscription in self._lookups.pages(self._v1.subscriptions.list, params):
            state = shapes.subscription(with_card(subscription), asked_at)
            if isinstance(state, SubscriptionState):
                yield state, _failure(subscription, asked_at)

    def refunds(self, since: int | None) -> Iterator[RefundState]:
        """Every refund."""
        for thing in self._lookups.pages(self._v1.refunds.list, _created(since)):
            fact = shapes.refund(thing)
            if isinstance(fact, RefundState):
                yield fact

    def disputes(self, since: int | None) -> Iterator[DisputeState]:
        """Every dispute, inquiries too."""
        for thing in self._lookups.pages(self._v1.disputes.list, _created(since)):
            fact = shapes.dispute(thing)
            if isinstance(fact, DisputeState):
                yield fact

    def warnings(self) -> Iterator[FraudWarning]:
        """The early warnings of fraud of the last thirty days; Stripe lists no older events."""
        return self._lookups.warnings()

    def undelivered(self) -> Iterator[tuple[str, str]]:
        """The newest events for us that Stripe could not bring yet: what each is, and its text."""
        events = self._lookups.pages(self._v1.events.list, {"delivery_success": False})
        for event in islice(events, MOST_UNDELIVERED):
            if event["type"] in KINDS:
                yield f"{event['id']} ({event['type']})", json.dumps(event["data"], default=str)


def _created(since: int | None) -> Shape:
    return {"created": {"gte": since}} if since else {}


def _failure(subscription: Shape, asked_at: datetime) -> InvoiceFailed | None:
    """The newest payment of a standing gift, where it was tried and did not come."""
    invoice = subscription.get("latest_invoice")
    if subscription["status"] in OVER or not isinstance(invoice, dict):
        return None
    if invoice["status"] != "open" or not invoice["attempt_count"]:
        return None
    fact = shapes.failed_invoice(invoice, asked_at, needs_action=False)
    return fact if isinstance(fact, InvoiceFailed) and not fact.is_first else None
