"""What a giver hears about a standing gift between its receipts."""

from datetime import datetime
from typing import Any

from hope.giving.mails.words import absolute, charity, greeted, page_of, quoted
from hope.giving.models import RecurringGift
from hope.giving.reminding import goes_on, stands_to_renew
from hope.giving.stands import first_campaign_of, stand_of, titles_of
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db
from hope.kernel.mail.compose import NothingToSay, composer


@composer("recurring_failed", readable=True)
def recurring_failed(recurring_id: int, page_url: str | None, next_attempt_at: str | None) -> dict[str, Any]:
    """A renewal did not go through: when it is tried again, and where to replace the card."""
    return _context(recurring_id) | {"pay_url": page_url, "next_attempt_at": _moment(next_attempt_at)}


@composer("recurring_action", readable=True)
def recurring_action(recurring_id: int, page_url: str | None, next_attempt_at: str | None) -> dict[str, Any]:
    """The giver's bank wants to hear from them: where to confirm."""
    return _context(recurring_id) | {"confirm_url": page_url, "next_attempt_at": _moment(next_attempt_at)}


@composer("recurring_changed", readable=True)
def recurring_changed(recurring_id: int, changed: list[str]) -> dict[str, Any]:
    """How a standing gift stands since something about it changed."""
    context = _context(recurring_id)
    return context | {
        "headline": _headline(context["recurring"], changed),
        "has_new_amount": "total" in changed,
    }


@composer("card_changed", readable=True)
def card_changed(recurring_id: int) -> dict[str, Any]:
    """Stripe has the new card, and only now do we say so."""
    return _context(recurring_id)


@composer("renewal_ahead", readable=True)
def renewal_ahead(recurring_id: int) -> dict[str, Any]:
    """A yearly gift is due in some days: what will be charged, when, and how to change or stop it before."""
    context = _context(recurring_id)
    recurring = context["recurring"]
    if not stands_to_renew(recurring):
        raise NothingToSay
    due, card = recurring.next_payment_at, recurring.card_expires
    return context | {"card_is_too_old": bool(due and card and card < f"{charity_day(due):%Y-%m}")}


@composer("card_expires", readable=True)
def card_expires(recurring_id: int, expires: str) -> dict[str, Any]:
    """The card of a standing gift is about to be too old; whoever replaced it meanwhile hears nothing."""
    context = _context(recurring_id)
    if context["recurring"].card_expires != expires or not goes_on(context["recurring"]):
        raise NothingToSay
    return context


def _headline(recurring: RecurringGift, changed: list[str]) -> str:
    """The change that matters most, as it stands when the mail is written: it may have been taken back since."""
    if stand_of(recurring).over:
        return "ended"
    if "ends" in changed and recurring.cancel_at:
        return "ends"
    if "paused" in changed and recurring.paused:
        return "paused"
    return changed[0] if changed in (["total"], ["day"], ["purpose"]) else "goes on"


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
