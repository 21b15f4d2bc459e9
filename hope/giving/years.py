"""The years of each campaign, counted in the transaction of each entry in the books."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hope.giving.models import CampaignYear, EntryKind
from hope.kernel.bulk import add_up
from hope.kernel.clock import charity_time
from hope.kernel.money import Money

# In which column each kind of entry is counted.
COLUMNS = {
    EntryKind.GIFT: "given",
    EntryKind.OFFLINE: "given",
    EntryKind.MATCH: "matched",
    EntryKind.FEE: "fees",
    EntryKind.REFUND: "went_back",
    EntryKind.DISPUTE: "went_back",
    EntryKind.REVERSAL: "went_back",
    EntryKind.MOVE: "moved",
    EntryKind.GRANT: "granted",
}
SUMS = tuple(dict.fromkeys(COLUMNS.values()))


@dataclass(frozen=True)
class Booked:
    """One entry as it is counted."""

    campaign_id: int
    kind: EntryKind
    amount: Money
    moment: datetime


def count(session: Session, entries: Iterable[Booked]) -> None:
    """Count these entries into the years in which they happened, by the charity's calendar."""
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    for entry in entries:
        key = entry.campaign_id, charity_time(entry.moment).year
        first = {"campaign_id": key[0], "year": key[1], "currency": entry.amount.currency}
        row = rows.setdefault(key, first | dict.fromkeys(SUMS, 0))
        row[COLUMNS[entry.kind]] += entry.amount.amount
    # In one order, as the totals are: so that two who count the same rows never wait for each other.
    add_up(session, CampaignYear, ("campaign_id", "year"), [rows[key] for key in sorted(rows)], SUMS)
