"""The time line of a gift, in plain words: each row of its story becomes an entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from hope.accounts.rights import Right
from hope.accounts.web.guard import has_right
from hope.giving.models import CheckoutState, EntryKind, Outcome, RefundStatus
from hope.giving.story import Story
from hope.kernel.mail.models import MailState
from hope.kernel.money import Money
from hope.kernel.web.filters import day, money

ATTEMPTS = {
    CheckoutState.OPEN: "Went to the payment page",
    CheckoutState.PROCESSING: "Paid by bank debit, which takes days",
    CheckoutState.COMPLETED: "Paid on the payment page",
    CheckoutState.EXPIRED: "Left the payment page without paying",
    CheckoutState.FAILED: "Tried to give, and it did not come through",
}
REFUNDS = {
    RefundStatus.PENDING: ("Refund is on its way", "warn"),
    RefundStatus.REQUIRES_ACTION: ("Refund waits for the giver’s bank", "warn"),
    RefundStatus.SUCCEEDED: ("Refunded", ""),
    RefundStatus.FAILED: ("Refund failed: the money came back to us", "bad"),
    RefundStatus.CANCELED: ("Refund was called off", "warn"),
}
BOOKED = {
    EntryKind.GIFT: "Booked as a gift",
    EntryKind.OFFLINE: "Booked as a gift on paper",
    EntryKind.FEE: "Booked what Stripe kept",
    EntryKind.REFUND: "Booked what went back",
    EntryKind.DISPUTE: "Booked what a dispute took",
    EntryKind.REVERSAL: "Booked a correction",
    EntryKind.MOVE: "Booked a move between campaigns",
}
MAILS = {
    MailState.WAITING: ("Letter waits to be sent", "warn"),
    MailState.SENT: ("Letter sent", "good"),
    MailState.FAILED: ("Letter could not be delivered", "bad"),
}


@dataclass(frozen=True)
class Entry:
    """One moment of the story."""

    at: datetime
    title: str
    text: str = ""
    kind: str = ""
    href: str | None = None


def tell(story: Story, titles: dict[int, str]) -> list[Entry]:
    """Everything that happened to a gift, oldest first."""
    parts = (_attempts, _receipts, _mails, _refunds, _disputes, _payout, _acts, _events)
    entries = [entry for part in parts for entry in part(story)]
    return sorted([*entries, *_booked(story, titles)], key=lambda entry: entry.at)


def _attempts(story: Story) -> Iterator[Entry]:
    for attempt in story.attempts:
        own = attempt.id == story.gift.checkout_id
        href = url_for("admin_gifts.attempt", checkout_id=attempt.id)
        words = money(attempt.total) + (", later on" if attempt.state is CheckoutState.OPEN else "")
        kind = "bad" if attempt.state is CheckoutState.FAILED else ""
        title = "Began to give" if own else ATTEMPTS[attempt.state]
        yield Entry(attempt.created_at, title, words, kind, href)


def _booked(story: Story, titles: dict[int, str]) -> Iterator[Entry]:
    for entry in story.entries:
        text = f"{_signed(entry.total)} · {titles.get(entry.campaign_id or 0, '')}".rstrip(" ·")
        kind = "good" if entry.kind in (EntryKind.GIFT, EntryKind.OFFLINE) else ""
        yield Entry(entry.recorded_at, BOOKED.get(entry.kind, entry.kind.value), text, kind)


def _receipts(story: Story) -> Iterator[Entry]:
    for receipt in story.receipts:
        title = f"Receipt {receipt.number} issued"
        if receipt.version > 1:
            title = f"Receipt {receipt.number} replaced by version {receipt.version}"
        yield Entry(receipt.issued_at, title, f"for {money(receipt.kept)}" if receipt.kept else "void")


def _mails(story: Story) -> Iterator[Entry]:
    may_look = has_right(Right.RUN_MACHINES)
    for mail in story.mails:
        title, kind = MAILS[mail.state]
        href = url_for("admin_mail.show", mail_id=mail.id) if may_look else None
        text = mail.last_error if mail.state is MailState.FAILED else (mail.subject or "A receipt")
        yield Entry(mail.sent_at or mail.created_at, title, text, kind, href)


def _refunds(story: Story) -> Iterator[Entry]:
    for refund in story.gift.refunds:
        title, kind = REFUNDS[refund.status]
        who = f", by {refund.asked_by}" if refund.asked_by else ""
        why = f": {refund.reason}" if refund.reason else ""
        yield Entry(refund.refunded_at, title, f"{money(refund.total)}{who}{why}", kind)


def _disputes(story: Story) -> Iterator[Entry]:
    for warning in story.warnings:
        text = f"Kind: {warning.kind}. Refunding early is cheaper than a dispute."
        yield Entry(warning.warned_at, "The card network warns of fraud", text, "warn")
    for dispute in story.disputes:
        due = f", answer by {day(dispute.due_by)}" if dispute.due_by else ""
        text = f"{money(dispute.total)}, {dispute.status.replace('_', ' ')}{due}: {dispute.reason}"
        yield Entry(dispute.opened_at, "The giver’s bank contests the payment", text, "bad")


def _payout(story: Story) -> Iterator[Entry]:
    if story.payout:
        text = f"{story.payout.payout_id}, {story.payout.status}"
        yield Entry(story.payout.arrives_at, "Left for the charity’s bank", text, "good")


def _acts(story: Story) -> Iterator[Entry]:
    for act in story.acts:
        yield Entry(act.at, f"{act.actor}: {act.action}", act.reason)


def _events(story: Story) -> Iterator[Entry]:
    may_look = has_right(Right.RUN_MACHINES)
    for event in story.events:
        href = url_for("admin_events.show", event_id=event.id) if may_look else None
        kind = "bad" if event.outcome is Outcome.FAILED else ""
        yield Entry(event.happened_at, f"Stripe told us: {event.kind}", event.detail, kind, href)


def _signed(amount: Money) -> str:
    return money(amount) if amount.amount < 0 else f"+{money(amount)}"
