"""The tables of giving: attempts, gifts, recurring gifts, the ledger, receipts and Stripe's inbox."""

from hope.giving.models.checkout import Checkout, CheckoutState
from hope.giving.models.gift import Gift, GiftLine, LineKind, Refund, RefundStatus
from hope.giving.models.inbox import Outcome, StripeEvent
from hope.giving.models.ledger import CampaignGiver, CampaignTotal, EntryKind, LedgerEntry
from hope.giving.models.receipt import Receipt, ReceiptCounter
from hope.giving.models.recurring import RecurringGift, RecurringStatus

__all__ = [
    "CampaignGiver",
    "CampaignTotal",
    "Checkout",
    "CheckoutState",
    "EntryKind",
    "Gift",
    "GiftLine",
    "LedgerEntry",
    "LineKind",
    "Outcome",
    "Receipt",
    "ReceiptCounter",
    "RecurringGift",
    "RecurringStatus",
    "Refund",
    "RefundStatus",
    "StripeEvent",
]
