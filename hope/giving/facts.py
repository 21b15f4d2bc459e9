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

    @property
    def source(self) -> str:
        """What proves the gift, and so what makes it unique."""
        return f"stripe:{self.payment_intent_id}"


@dataclass(frozen=True)
class SubscriptionStarted:
    """A checkout for a standing gift was completed; its first invoice tells of the money."""

    reference: str
    subscription_id: str
    customer_id: str | None
    started_at: datetime
    processing: bool = False


@dataclass(frozen=True)
class PaidInvoice:
    """One payment of a standing gift arrived."""

    reference: str
    invoice_id: str
    subscription_id: str
    customer_id: str | None
    total: Money
    paid_at: datetime
    is_first: bool = False

    @property
    def source(self) -> str:
        """What proves the gift, and so what makes it unique."""
        return f"stripe:{self.invoice_id}"


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
class InvoiceFailed:
    """A payment of a standing gift did not come through, or waits for the donor's bank to be asked.

    Of the first payment of all, `is_first`, the checkout tells.
    """

    reference: str
    invoice_id: str
    subscription_id: str
    attempt: int
    next_attempt_at: datetime | None
    needs_action: bool
    page_url: str | None
    failed_at: datetime
    is_first: bool = False


@dataclass(frozen=True)
class SubscriptionState:
    """How a standing gift stands at Stripe; `asked_at` is the moment of asking, because answers may overtake."""

    reference: str
    subscription_id: str
    customer_id: str | None
    status: str
    interval: str
    total: Money
    cancel_at: datetime | None
    paused: bool
    resumes_at: datetime | None
    next_payment_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    card: str | None
    card_expires: str | None
    asked_at: datetime


@dataclass(frozen=True)
class PaymentSettled:
    """What became of a payment at Stripe: what it cost, and which balance transaction proves it."""

    gift_source: str
    payment_intent_id: str
    charge_id: str
    transaction_id: str
    gross: Money
    fee: Money
    method: str
    settled_at: datetime


@dataclass(frozen=True)
class RefundState:
    """A refund as Stripe has it; money moved where a transaction says so, whatever the status."""

    refund_id: str
    payment_intent_id: str
    total: Money
    status: str
    reason: str
    moved: bool
    moved_back: bool
    refunded_at: datetime
    # The key of our own request for it; None for one from Stripe's dashboard.
    request: str | None = None


@dataclass(frozen=True)
class Movement:
    """One balance transaction: `amount` is signed, `fee` is what Stripe kept with it."""

    transaction_id: str
    amount: Money
    fee: Money
    moved_at: datetime


@dataclass(frozen=True)
class DisputeState:
    """A payment that a donor's bank contests; funds leave and may come back."""

    dispute_id: str
    payment_intent_id: str
    total: Money
    status: str
    reason: str
    due_by: datetime | None
    opened_at: datetime
    movements: tuple[Movement, ...]


@dataclass(frozen=True)
class FraudWarning:
    """A card network believes that a payment was fraud, before any dispute."""

    warning_id: str
    payment_intent_id: str
    kind: str
    warned_at: datetime


@dataclass(frozen=True)
class PayoutState:
    """Money on its way from Stripe to the charity's bank, and what it carries, at the moment of asking."""

    payout_id: str
    total: Money
    status: str
    arrives_at: datetime
    transaction_ids: tuple[str, ...]
    asked_at: datetime


@dataclass(frozen=True)
class FailedTry:
    """A charge that did not come through: when, and Stripe's codes for why, the most telling first."""

    at: datetime
    total: Money
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """Something changed; what it is now has to be asked, because events come late, twice and in any order."""

    what: str
    id: str


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
    | InvoiceFailed
    | SubscriptionState
    | PaymentSettled
    | RefundState
    | DisputeState
    | FraudWarning
    | PayoutState
    | Look
    | Ignored
)
