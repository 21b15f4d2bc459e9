"""Many givers at once, written as rows: for what is done for everybody who gave."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.giving.models import EntryKind, Gift, GiftLine, LedgerEntry, LineKind
from hope.kernel.bulk import insert_all
from hope.kernel.clock import now
from tests.support.builders import make_campaign


def make_givers(session: Session, number: int, year: int) -> None:
    """So many people, each of whom gave 25 dollars once, in June of that year."""
    campaign = make_campaign(session)
    for first in range(1, number + 1, 1000):
        for table, rows in _rows(range(first, min(first + 1000, number + 1)), campaign.id, year).items():
            insert_all(session, table, rows)
        session.commit()
        if first == 1:  # so that PostgreSQL does not go on as if these tables were empty
            session.execute(text("ANALYZE"))
            session.commit()


def _rows(givers: range, campaign_id: int, year: int) -> dict[Any, list[dict[str, Any]]]:
    moment, money = now().replace(year=year, month=6, day=1), {"amount": 2500, "currency": "USD"}
    tables: dict[Any, list[dict[str, Any]]] = {Supporter: [], Gift: [], GiftLine: [], LedgerEntry: []}
    for giver in givers:
        email, proof = f"giver-{giver}@example.org", {"source": f"test:{giver}"}
        tables[Supporter].append({"id": giver, "email": email, "email_key": email, "name": f"Giver {giver}"})
        who = {"supporter_id": giver, "giver_name": "x", "naming": "full", "show_amount": True}
        made = {"id": giver, "reference": f"R{giver}", "interval": "once"}
        tables[Gift].append(made | who | money | proof | {"given_at": moment + timedelta(seconds=giver)})
        share = {"gift_id": giver, "campaign_id": campaign_id} | money
        for_what = {"campaign_title": "x", "campaign_slug": "x", "label": "x", "quantity": 1}
        tables[GiftLine].append(share | for_what | {"kind": LineKind.GIFT})
        tables[LedgerEntry].append(share | proof | {"kind": EntryKind.GIFT, "occurred_at": moment})
    return tables
