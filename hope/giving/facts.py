"""What can be known about money: one small fact each, in our own words, told by Stripe or asked of it."""

from dataclasses import dataclass
from datetime import datetime

from hope.kernel.money import Money


@dataclass(frozen=True)
class PaidCheckout:
    """A one-time payment arrived."""

    reference: str
    payment_intent_id: str
    total: Money
    paid_at: datetime


@dataclass(frozen=True)
class SubscriptionStarted:
    """A checkout for a standing gift was completed; its first invoice tells of the money."""

    reference: str
    subscription_id: str
    customer_id: str | None
    started_at: datetime


@dataclass(frozen=True)
class PaidInvoice:
    """One payment of a standing gift arrived."""

    reference: str
    invoice_id: str
    subscription_id: str
    customer_id: str | None
    total: Money
    paid_at: datetime


@dataclass(frozen=True)
class CheckoutProcessing:
    """The donor is done, the bank is not: a delayed method such as a bank debit."""

    reference: str


@dataclass(frozen=True)
class CheckoutFailed:
    """A delayed payment did not come through."""

    reference: str
    failed_at: datetime


@dataclass(frozen=True)
class CheckoutExpired:
    """The donor left without paying."""

    reference: str
    expired_at: datetime


@dataclass(frozen=True)
class Ignored:
    """Of no concern to us, and why."""

    reason: str


Fact = (
    PaidCheckout
    | SubscriptionStarted
    | PaidInvoice
    | CheckoutProcessing
    | CheckoutFailed
    | CheckoutExpired
    | Ignored
)
