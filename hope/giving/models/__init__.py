"""The tables of giving: attempts, gifts, recurring gifts, the ledger, receipts and Stripe's inbox."""

from hope.giving.models.books import BooksCheck
from hope.giving.models.checkout import Checkout, CheckoutState
from hope.giving.models.dispute import Dispute, FraudWarning
from hope.giving.models.gift import Gift, GiftLine, LineKind, Refund, RefundStatus
from hope.giving.models.inbox import Outcome, StripeEvent
from hope.giving.models.ledger import CampaignGiver, CampaignTotal, EntryKind, LedgerEntry
from hope.giving.models.receipt import Receipt, ReceiptCounter
from hope.giving.models.recurring import RecurringGift, RecurringStatus
from hope.giving.models.settlement import Payout, PayoutLine, Settlement

__all__ = [
    "BooksCheck",
    "CampaignGiver",
    "CampaignTotal",
    "Checkout",
    "CheckoutState",
    "Dispute",
    "EntryKind",
    "FraudWarning",
    "Gift",
    "GiftLine",
    "LedgerEntry",
    "LineKind",
    "Outcome",
    "Payout",
    "PayoutLine",
    "Receipt",
    "ReceiptCounter",
    "RecurringGift",
    "RecurringStatus",
    "Refund",
    "RefundStatus",
    "Settlement",
    "StripeEvent",
]
