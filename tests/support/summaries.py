"""What the summaries of gifts should say, worked out from the facts in Python, without the code that keeps them."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving.models import (
    Dispute,
    EntryKind,
    Gift,
    GiftShare,
    GiftSummary,
    LedgerEntry,
)

DESIGNATED = (EntryKind.GIFT, EntryKind.OFFLINE, EntryKind.MOVE)


def wrong_summaries(session: Session) -> list[str]:
    """Where a summary does not say what the facts say."""
    session.commit()
    session.expire_all()
    found = []
    gifts = {gift.id: gift for gift in session.scalars(select(Gift))}
    summaries = {row.gift_id: row for row in session.scalars(select(GiftSummary))}
    if gifts.keys() != summaries.keys():
        found.append(f"summaries of {sorted(summaries)}, gifts {sorted(gifts)}")
    kept: dict[int, int] = defaultdict(int)
    shares: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for entry in session.scalars(select(LedgerEntry).where(LedgerEntry.kind != EntryKind.FEE)):
        if entry.gift_id is None:
            continue
        kept[entry.gift_id] += entry.total.amount
        share = shares[entry.gift_id, entry.campaign_id or 0]
        share[0] += entry.total.amount if entry.kind in DESIGNATED else 0
        share[1] += entry.total.amount
    for number, row in summaries.items():
        gift = gifts[number]
        same = (row.total, row.given_at, row.supporter_id, row.interval)
        if same != (gift.total, gift.given_at, gift.supporter_id, gift.interval):
            found.append(f"gift {number} is copied wrongly")
        if row.kept.amount != kept[number]:
            found.append(f"gift {number}: kept {row.kept}, in the ledger {kept[number]}")
        statuses = {d.status for d in session.scalars(select(Dispute).where(Dispute.gift_id == number))}
        if ("lost" in statuses) != (row.status == "lost"):
            found.append(f"gift {number}: {row.status}, disputes {statuses}")
    kept_shares = {
        (row.gift_id, row.campaign_id): [row.total.amount, row.kept.amount]
        for row in session.scalars(select(GiftShare))
    }
    if kept_shares != dict(shares):
        found.append(f"shares {kept_shares}, in the ledger {dict(shares)}")
    return found
