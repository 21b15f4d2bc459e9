"""What a giver hears about a standing gift between its receipts."""

from datetime import datetime
from typing import Any

from hope.giving.mails.words import absolute, charity, greeted, page_of, quoted
from hope.giving.models import RecurringGift
from hope.giving.stands import first_campaign_of, stand_of, titles_of
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.mail.compose import composer


@composer("recurring_failed")
def recurring_failed(recurring_id: int, page_url: str | None, next_attempt_at: str | None) -> dict[str, Any]:
    """A renewal did not go through: when it is tried again, and where to replace the card."""
    return _context(recurring_id) | {"pay_url": page_url, "next_attempt_at": _moment(next_attempt_at)}


@composer("recurring_action")
def recurring_action(recurring_id: int, page_url: str | None, next_attempt_at: str | None) -> dict[str, Any]:
    """The giver's bank wants to hear from them: where to confirm."""
    return _context(recurring_id) | {"confirm_url": page_url, "next_attempt_at": _moment(next_attempt_at)}


@composer("recurring_changed")
def recurring_changed(recurring_id: int, changed: list[str]) -> dict[str, Any]:
    """How a standing gift stands since something about it changed."""
    context = _context(recurring_id)
    return context | {
        "headline": _headline(context["recurring"], changed),
        "has_new_amount": "total" in changed,
    }


@composer("card_changed")
def card_changed(recurring_id: int) -> dict[str, Any]:
    """Stripe has the new card, and only now do we say so."""
    return _context(recurring_id)


def _headline(recurring: RecurringGift, changed: list[str]) -> str:
    """The change that matters most, as it stands when the mail is written: it may have been taken back since."""
    if stand_of(recurring).over:
        return "ended"
    if "ends" in changed and recurring.cancel_at:
        return "ends"
    if "paused" in changed and recurring.paused:
        return "paused"
    return "total" if changed == ["total"] else "goes on"


def _context(recurring_id: int) -> dict[str, Any]:
    recurring = db.session.get_one(RecurringGift, recurring_id)
    return {
        "recurring": recurring,
        "stand": stand_of(recurring),
        "now": now(),
        "adjective": "yearly" if recurring.interval.value == "year" else "monthly",
        "purpose": quoted(titles_of(recurring)),
        "giver_name": greeted(recurring.giver_name),
        "charity": charity(),
        "recurring_url": page_of(recurring),
        "campaign_url": absolute("campaigns.show", slug=first_campaign_of(recurring), fragment="give"),
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
