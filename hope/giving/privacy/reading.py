"""Every row about somebody's giving, in plain values, for the copy that they may have."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select, union_all
from sqlalchemy.orm import Session, selectinload

from hope.accounts.holdings import Row
from hope.accounts.models import Supporter
from hope.accounts.own_holdings import keys_of
from hope.giving.models import (
    Checkout,
    Gift,
    GiftSummary,
    GiverLetter,
    LineKind,
    MadeStatement,
    Receipt,
    RecurringGift,
    Settlement,
    StatementRun,
)
from hope.giving.pledge import lines_from_json
from hope.kernel.db import holds_address

BATCH = 500


def gifts(session: Session, supporter: Supporter) -> Iterator[Row]:
    """Every gift: what it was for, what is left of it, how it was paid and named, and what was written with it."""
    own = select(Gift).where(Gift.supporter_id == supporter.id).order_by(Gift.given_at, Gift.id)
    kept = {
        one.gift_id: one
        for one in session.scalars(select(GiftSummary).where(GiftSummary.supporter_id == supporter.id))
    }
    paid = select(Settlement.gift_id, Settlement.method).join(Gift, Gift.id == Settlement.gift_id)
    methods = {
        row.gift_id: row.method for row in session.execute(paid.where(Gift.supporter_id == supporter.id))
    }
    wanted = own.options(selectinload(Gift.lines), selectinload(Gift.refunds)).execution_options(
        yield_per=BATCH
    )
    for gift in session.scalars(wanted):
        yield {
            "given": gift.given_at,
            "amount": gift.total,
            "kept": kept[gift.id].kept,
            "for": "; ".join(
                f"{line.label}: {line.campaign_title}" for line in gift.lines if line.kind is LineKind.GIFT
            ),
            "how often": gift.interval,
            "paid with": methods.get(gift.id, ""),
            "name given": gift.giver_name,
            "named in public": gift.naming,
            "amount shown": gift.show_amount,
            "note": gift.note,
            "went back": "; ".join(
                f"{refund.total.decimal} {refund.total.currency} on {refund.refunded_at.date()}"
                for refund in gift.refunds
            ),
            "reference": gift.reference,
        }


def receipts(session: Session, supporter: Supporter) -> Iterator[Row]:
    """Every version of every receipt."""
    own = select(Receipt).join(Gift).where(Gift.supporter_id == supporter.id)
    for one in session.scalars(own.order_by(Receipt.number, Receipt.version)):
        yield {
            "number": one.number,
            "version": one.version,
            "acknowledges": one.kept,
            "issued": one.issued_at,
            "code": one.code,
        }


def standing_gifts(session: Session, supporter: Supporter) -> Iterator[Row]:
    """What is or was given again and again."""
    own = select(RecurringGift).where(RecurringGift.supporter_id == supporter.id)
    for one in session.scalars(own.order_by(RecurringGift.id)):
        yield {
            "amount": one.total,
            "every": one.interval,
            "for": "; ".join(f"{line.label}: {line.campaign_title}" for line in lines_from_json(one.lines)),
            "state": one.status,
            "paused until": one.resumes_at,
            "next payment": one.next_payment_at,
            "card": f"{one.card or ''} {one.card_expires or ''}".strip(),
            "name given": one.giver_name,
            "named in public": one.naming,
            "begun": one.started_at,
            "ended": one.ended_at,
            "at Stripe": f"{one.subscription_id} {one.customer_id or ''}".strip(),
            "reference": one.reference,
        }


def attempts(session: Session, supporter: Supporter) -> Iterator[Row]:
    """Every visit to a payment page, paid or not."""
    for one in session.scalars(select(Checkout).where(typed_by(session, supporter)).order_by(Checkout.id)):
        yield {
            "begun": one.created_at,
            "amount": one.total,
            "how often": one.interval,
            "state": one.state,
            "name typed": one.giver_name,
            "address typed": one.giver_email,
            "note": one.note,
            "reference": one.reference,
        }


def statements(session: Session, supporter: Supporter) -> Iterator[Row]:
    """The years for which a statement was made ready."""
    own = select(MadeStatement, StatementRun.year).join(StatementRun, StatementRun.id == MadeStatement.run_id)
    for made, year in session.execute(own.where(MadeStatement.supporter_id == supporter.id)):
        yield {"year": year, "gifts": made.gifts, "made": made.made_at, "told by mail": made.mailed_at}


def letters(session: Session, supporter: Supporter) -> Iterator[Row]:
    """What was written to the team about gifts."""
    own = select(GiverLetter).join(Gift).where(Gift.supporter_id == supporter.id)
    for one in session.scalars(own.order_by(GiverLetter.id)):
        yield {"words": one.words, "written": one.written_at, "answered": one.answered_at}


def typed_by(session: Session, supporter: Supporter) -> ColumnElement[bool]:
    """The attempts that were made with an address of this person, or became a gift of theirs."""
    return Checkout.id.in_(
        union_all(
            select(Checkout.id).where(holds_address(Checkout.giver_email, keys_of(session, supporter))),
            select(Gift.checkout_id).where(Gift.supporter_id == supporter.id),
            select(RecurringGift.checkout_id).where(RecurringGift.supporter_id == supporter.id),
        )
    )
