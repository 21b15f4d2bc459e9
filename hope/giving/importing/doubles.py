"""Gifts that are there twice: two lines that tell of one gift, or a line that tells of one in the books."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.accounts.unaddressed import key_of
from hope.giving.importing.reading import PastGift
from hope.giving.models import GiftStatus, GiftSummary, OfflineGift
from hope.kernel.clock import charity_day, charity_midnight

DAY = timedelta(days=1)


class Known(NamedTuple):
    """What two gifts have in common that are taken for one."""

    key: str
    day: str
    amount: int
    currency: str


class Doubles:
    """Remembers the lines that were looked at, and looks into the books."""

    def __init__(self, session: Session, batch_id: int) -> None:
        self._session = session
        self._batch_id = batch_id
        self._lines: dict[str, int] = {}
        self._times: dict[str, int] = {}

    def line_before(self, gift: PastGift) -> int | None:
        """The line that told of the same gift before this one; None for the first that does."""
        self._times[gift.mark] = self._times.get(gift.mark, 0) + 1
        first = self._lines.setdefault(gift.mark, gift.line)
        return None if first == gift.line else first

    def time(self, gift: PastGift) -> int:
        """The so-manieth line with this gift."""
        return self._times[gift.mark]

    def in_books(self, gifts: Sequence[PastGift]) -> set[Known]:
        """Those of these gifts that the books have already, from elsewhere than this very file."""
        if not gifts:
            return set()
        keys = {key(gift) for gift in gifts}
        first, last = min(gift.day for gift in gifts), max(gift.day for gift in gifts)
        rows = (
            select(Supporter.email_key, GiftSummary.given_at, GiftSummary.total)
            .join(GiftSummary, GiftSummary.supporter_id == Supporter.id)
            .outerjoin(OfflineGift, OfflineGift.gift_id == GiftSummary.gift_id)
            .where(
                Supporter.email_key.in_(keys),
                GiftSummary.given_at >= charity_midnight(first),
                GiftSummary.given_at < charity_midnight(last + DAY),
                GiftSummary.status != GiftStatus.TAKEN_BACK,
                OfflineGift.batch_id.is_distinct_from(self._batch_id),
            )
        )
        return {
            Known(email_key, charity_day(moment).isoformat(), total.amount, total.currency)
            for email_key, moment, total in self._session.execute(rows)
        }


def key(gift: PastGift) -> str:
    """Under which key its giver is known, or would be."""
    return gift.email.casefold() if gift.email else key_of(gift.name)


def known(gift: PastGift) -> Known:
    """What it would have in common with a gift in the books."""
    return Known(key(gift), gift.day.isoformat(), gift.total.amount, gift.total.currency)
