"""The tables of giving: attempts, gifts, recurring gifts, the ledger, receipts and Stripe's inbox."""

from hope.giving.models.batch import BatchState, ImportBatch
from hope.giving.models.books import BooksCheck, BooksOrder
from hope.giving.models.checkout import Checkout, CheckoutState
from hope.giving.models.dispute import Dispute, FraudWarning
from hope.giving.models.figures import DailyFigure
from hope.giving.models.forgotten import ForgottenCustomer
from hope.giving.models.gift import Gift, GiftLine, LineKind, Refund, RefundStatus
from hope.giving.models.grant import FieldNote, Grant, GrantPart, GrantShare, Parcel, QuietGiver, Stage
from hope.giving.models.inbox import Outcome, StripeEvent
from hope.giving.models.kept_name import KeptName
from hope.giving.models.ledger import CampaignGiver, CampaignTotal, EntryKind, LedgerEntry
from hope.giving.models.letter import GiverLetter
from hope.giving.models.offline import OfflineGift
from hope.giving.models.receipt import Receipt, ReceiptCounter
from hope.giving.models.recurring import RecurringGift, RecurringStatus
from hope.giving.models.request import Answer, LineRequest, RefundRequest
from hope.giving.models.settlement import Payout, PayoutLine, Settlement
from hope.giving.models.statement import MadeStatement, RunState, StatementRun
from hope.giving.models.stock import HoldState, StockHold
from hope.giving.models.summary import GiftShare, GiftStatus, GiftSummary, Method
from hope.giving.models.year import CampaignYear

__all__ = [
    "Answer",
    "BatchState",
    "BooksCheck",
    "BooksOrder",
    "CampaignGiver",
    "CampaignTotal",
    "CampaignYear",
    "Checkout",
    "CheckoutState",
    "DailyFigure",
    "Dispute",
    "EntryKind",
    "FieldNote",
    "ForgottenCustomer",
    "FraudWarning",
    "Gift",
    "GiftLine",
    "GiftShare",
    "GiftStatus",
    "GiftSummary",
    "GiverLetter",
    "Grant",
    "GrantPart",
    "GrantShare",
    "HoldState",
    "ImportBatch",
    "KeptName",
    "LedgerEntry",
    "LineKind",
    "LineRequest",
    "MadeStatement",
    "Method",
    "OfflineGift",
    "Outcome",
    "Parcel",
    "Payout",
    "PayoutLine",
    "QuietGiver",
    "Receipt",
    "ReceiptCounter",
    "RecurringGift",
    "RecurringStatus",
    "Refund",
    "RefundRequest",
    "RefundStatus",
    "RunState",
    "Settlement",
    "Stage",
    "StatementRun",
    "StockHold",
    "StripeEvent",
]
