"""What sponsors add to other people's gifts: entries of their own, without a gift and without a receipt of ours."""

from datetime import datetime

from sqlalchemy.orm import Session

from hope.giving import ledger, years
from hope.giving.models import EntryKind, LedgerEntry
from hope.kernel.clock import now
from hope.kernel.money import Money


def book(session: Session, campaign_id: int, amount: Money, source: str, moment: datetime) -> None:
    """Book it for a campaign, whose total follows; nobody becomes a giver by it."""
    session.add(
        LedgerEntry(
            kind=EntryKind.MATCH, campaign_id=campaign_id, total=amount, source=source, occurred_at=moment,
            recorded_at=now(),
        )
    )  # fmt: skip
    session.flush()
    years.count(session, [years.Booked(campaign_id, EntryKind.MATCH, amount, moment)])
    ledger.move_totals(session, {campaign_id: ledger.Step(amount)})
