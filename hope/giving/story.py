"""One gift's whole story: every row that tells of it, from the first attempt to the payout that carried it away."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving import ledger
from hope.giving.models import (
    Checkout,
    Dispute,
    EntryKind,
    FraudWarning,
    Gift,
    GiftSummary,
    LedgerEntry,
    LineKind,
    OfflineGift,
    Payout,
    Receipt,
    RecurringGift,
    Settlement,
    StripeEvent,
)
from hope.kernel.audit import AuditEntry
from hope.kernel.db import holds_address
from hope.kernel.mail.models import OutgoingMail
from hope.kernel.money import Money

# Attempts of the same person so shortly before the gift belong to its story.
BEFORE = timedelta(days=1)
MOST_RESENT = 20


@dataclass(frozen=True)
class Story:
    """What is known of one gift; each part is asked for when it is looked at, once."""

    session: Session
    gift: Gift

    @cached_property
    def summary(self) -> GiftSummary:
        """How it stands."""
        return self.session.get_one(GiftSummary, self.gift.id)

    @cached_property
    def settlement(self) -> Settlement | None:
        """What Stripe kept of it, once that is known."""
        return self.session.scalar(select(Settlement).where(Settlement.gift_id == self.gift.id))

    @cached_property
    def payout(self) -> Payout | None:
        """The payout that carried it to the bank."""
        return self.session.get(Payout, self.summary.payout_id) if self.summary.payout_id else None

    @cached_property
    def recurring(self) -> RecurringGift | None:
        """The standing gift that it is a payment of."""
        return self.session.get(RecurringGift, self.gift.recurring_id) if self.gift.recurring_id else None

    @cached_property
    def paper(self) -> OfflineGift | None:
        """What staff wrote down of it, where it came on paper."""
        return self.session.get(OfflineGift, self.gift.id)

    @cached_property
    def attempts(self) -> list[Checkout]:
        """Its checkout, and what the same person tried in the day before it."""
        checkout = self.session.get(Checkout, self.gift.checkout_id) if self.gift.checkout_id else None
        if checkout is None:
            return []
        if not checkout.giver_email:  # they asked to be forgotten, and so are their other attempts
            return [checkout]
        theirs = holds_address(Checkout.giver_email, [checkout.giver_email])
        lately = Checkout.created_at.between(checkout.created_at - BEFORE, checkout.created_at)
        return list(self.session.scalars(select(Checkout).where(theirs, lately).order_by(Checkout.id)))

    @cached_property
    def entries(self) -> list[LedgerEntry]:
        """Its entries in the books."""
        rows = select(LedgerEntry).where(LedgerEntry.gift_id == self.gift.id)
        return list(self.session.scalars(rows.order_by(LedgerEntry.id)))

    @cached_property
    def receipts(self) -> list[Receipt]:
        """Every version of its receipt."""
        rows = select(Receipt).where(Receipt.gift_id == self.gift.id).order_by(Receipt.version)
        return list(self.session.scalars(rows))

    @cached_property
    def mails(self) -> list[OutgoingMail]:
        """The letters that carried its receipts."""
        causes = [cause for receipt in self.receipts for cause in receipt_causes(receipt.id)]
        rows = select(OutgoingMail).where(OutgoingMail.cause.in_(causes)).order_by(OutgoingMail.id)
        return list(self.session.scalars(rows))

    @cached_property
    def disputes(self) -> list[Dispute]:
        """Whether somebody contests it."""
        return list(self.session.scalars(select(Dispute).where(Dispute.gift_id == self.gift.id)))

    @cached_property
    def warnings(self) -> list[FraudWarning]:
        """Whether a card network thinks it is fraud."""
        return list(self.session.scalars(select(FraudWarning).where(FraudWarning.gift_id == self.gift.id)))

    @cached_property
    def acts(self) -> list[AuditEntry]:
        """What staff did to it."""
        rows = select(AuditEntry).where(AuditEntry.subject == f"gift:{self.gift.id}").order_by(AuditEntry.id)
        return list(self.session.scalars(rows))

    @cached_property
    def events(self) -> list[StripeEvent]:
        """What Stripe told us of it."""
        names = [name for name in self._names() if name]
        rows = select(StripeEvent).where(StripeEvent.object_id.in_(names)).order_by(StripeEvent.happened_at)
        return list(self.session.scalars(rows.limit(200)))

    @property
    def fee(self) -> Money | None:
        """What Stripe kept, in the gift's currency; None while it is not known."""
        fees = [entry.total for entry in self.entries if entry.kind is EntryKind.FEE]
        return -sum(fees, Money.zero(self.gift.total.currency)) if fees else None

    @property
    def cover(self) -> Money:
        """What was given towards the card's cost."""
        covers = [line.total for line in self.gift.lines if line.kind is LineKind.COVER]
        return sum(covers, Money.zero(self.gift.total.currency))

    @cached_property
    def kept(self) -> Money:
        """What is left of it."""
        return ledger.kept_of(self.session, self.gift)

    def _names(self) -> list[str | None]:
        """Stripe's names for everything that belongs to it."""
        source = self.gift.source.removeprefix("stripe:")
        settled = self.settlement
        return [
            source,
            self.gift.payment_intent_id,
            *((settled.payment_intent_id, settled.charge_id) if settled else ()),
            *(attempt.session_id for attempt in self.attempts),
            *(refund.source.removeprefix("stripe:") for refund in self.gift.refunds),
            *(dispute.dispute_id for dispute in self.disputes),
            *(warning.warning_id for warning in self.warnings),
        ]


def receipt_causes(receipt_id: int) -> list[str]:
    """The causes of the letter with this receipt: the first one, and each time that staff sent it again."""
    return [f"receipt:{receipt_id}", *(again_cause(receipt_id, n) for n in range(1, MOST_RESENT + 1))]


def again_cause(receipt_id: int, number: int) -> str:
    """The cause of the letter that staff sent the so-manieth time."""
    return f"receipt:{receipt_id}/again:{number}"
