"""The word that a link carries (`?from=newsletter`), kept with the attempt and counted with each gift of it.

Pages stay the same bytes for everyone: the word is read when the form is sent, from the address of the page that it was
sent from, which a browser tells its own site. Who tells no address has no word, and nothing else changes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.campaigns.sharing.models import LONGEST, CheckoutSource, SourceTotal
from hope.giving.arrivals import Recorded
from hope.giving.following import when_given
from hope.kernel.bulk import add_up
from hope.kernel.db import insert_or_ignore

NAME, FOLLOWER = "from", "sources"
_WORD = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{LONGEST - 1}}}")
SHOWN = 30


@dataclass(frozen=True)
class SourceWish:
    """That an attempt began through a link with this word."""

    source: str
    follower: ClassVar[str] = FOLLOWER

    def mark(self) -> str:
        """The same for the same word."""
        return f"from {self.source}"

    def keep(self, session: Session, checkout_id: int) -> None:
        """Keep the word with the attempt."""
        session.execute(insert_or_ignore(CheckoutSource, checkout_id=checkout_id, source=self.source))


def word(text: str | None) -> str:
    """The word as it is counted; nothing where it is none."""
    found = (text or "").strip().lower()
    return found if _WORD.fullmatch(found) else ""


def word_in(address: str | None) -> str:
    """The word that an address of a page carries."""
    try:
        asked = parse_qs(urlsplit(address or "").query, max_num_fields=20)
    except ValueError:
        return ""
    return word(asked.get(NAME, [""])[0])


def as_query(found: str) -> dict[str, Any]:
    """The word as an address carries it on to the next page."""
    return {NAME: found} if found else {}


def carried(asked: Mapping[str, str]) -> dict[str, Any]:
    """The word in the address of this page, for its links to the next one."""
    return as_query(word(asked.get(NAME)))


def of_checkout(session: Session, checkout_id: int) -> str:
    """The word with which an attempt began."""
    kept = session.get(CheckoutSource, checkout_id)
    return kept.source if kept else ""


def best(session: Session, campaign_id: int) -> list[SourceTotal]:
    """The links that brought most to a campaign."""
    found = select(SourceTotal).where(SourceTotal.campaign_id == campaign_id)
    amount = SourceTotal.__table__.c.amount
    return list(session.scalars(found.order_by(amount.desc(), SourceTotal.source).limit(SHOWN)))


@when_given(FOLLOWER)
def count(session: Session, gifts: Sequence[Recorded]) -> None:
    """Count gifts, renewals too, for the links through which they began."""
    ids = [gift.checkout_id for gift in gifts if gift.checkout_id is not None]
    kept = select(CheckoutSource.checkout_id, CheckoutSource.source).where(
        CheckoutSource.checkout_id.in_(ids)
    )
    sources = dict(session.execute(kept).all())
    sums: dict[tuple[int, str], dict[str, Any]] = {}
    for gift in gifts:
        if (source := sources.get(gift.checkout_id or 0)) is None:
            continue
        for campaign_id, share in gift.shares.items():
            key = {"campaign_id": campaign_id, "source": source, "currency": share.currency}
            row = sums.setdefault((campaign_id, source), key | {"amount": 0, "gifts": 0})
            row["amount"] += share.amount
            row["gifts"] += 1
    rows = [sums[key] for key in sorted(sums)]
    add_up(session, SourceTotal, ("campaign_id", "source"), rows, ("amount", "gifts"))
