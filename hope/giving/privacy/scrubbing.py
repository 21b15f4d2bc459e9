"""Stripe's events are kept word for word, and name people: whoever is forgotten is taken out of them."""

import json
from typing import Any

from sqlalchemy import Select, func, or_, select, union_all, update
from sqlalchemy.orm import Session

from hope.giving.models import (
    Checkout,
    Dispute,
    FraudWarning,
    Gift,
    RecurringGift,
    Refund,
    Settlement,
    StripeEvent,
)
from hope.kernel.db import in_hundreds

# Whatever Stripe calls a part that says who somebody is or where they live, in any of its objects.
PERSONAL = frozenset(
    {
        "billing_details",
        "collected_information",
        "customer_address",
        "customer_details",
        "customer_email",
        "customer_name",
        "customer_phone",
        "customer_shipping",
        "customer_tax_ids",
        "email",
        "evidence",
        "individual_name",
        "name",
        "phone",
        "address",
        "receipt_email",
        "receipt_number",
        "shipping",
        "shipping_details",
        "hosted_invoice_url",
        "invoice_pdf",
        "receipt_url",
        "url",
        "payment_method_details",
        "note",
    }
)


def without_person(thing: Any) -> Any:
    """The same object of Stripe's without anything that says who somebody is; ids, amounts and days stay."""
    if isinstance(thing, dict):
        return {key: None if key in PERSONAL else without_person(value) for key, value in thing.items()}
    return [without_person(one) for one in thing] if isinstance(thing, list) else thing


def scrub(session: Session, supporter_id: int) -> None:
    """Take a person out of every event about their gifts."""
    clean(session, about(session, supporter_id))


def about(session: Session, supporter_id: int) -> list[int]:
    """The events about a person's gifts, found by what they are about."""
    found = select(StripeEvent.id).where(StripeEvent.object_id.in_(_objects_of(supporter_id)))
    return list(session.scalars(found))


def mentioning(session: Session, supporter_id: int) -> list[int]:
    """Events that only mention their customer (an invoice that was never paid): a search through all of them."""
    found = select(RecurringGift.customer_id).where(RecurringGift.supporter_id == supporter_id)
    names = {name for name in session.scalars(found) if name}
    if not names:
        return []
    mention = or_(*(StripeEvent.payload.contains(name, autoescape=True) for name in names))
    return list(session.scalars(select(StripeEvent.id).where(mention)))


def clean(session: Session, ids: list[int]) -> None:
    """Take whoever is named out of these events; what names nobody is left alone."""
    for some in in_hundreds(ids):
        rows = session.execute(select(StripeEvent.id, StripeEvent.payload).where(StripeEvent.id.in_(some)))
        for row in rows.all():
            before = json.loads(row.payload)
            after = without_person(before)
            if after != before:
                payload = json.dumps(after, ensure_ascii=False)
                session.execute(update(StripeEvent).where(StripeEvent.id == row.id).values(payload=payload))


def _objects_of(supporter_id: int) -> Select[Any]:
    """Stripe's names for everything about this person's gifts."""
    gifts = select(Gift.id).where(Gift.supporter_id == supporter_id)
    standing = RecurringGift.supporter_id == supporter_id
    checkouts = union_all(
        select(Gift.checkout_id).where(Gift.supporter_id == supporter_id),
        select(RecurringGift.checkout_id).where(standing),
    )

    def bare(source: Any) -> Any:
        return func.replace(source, "stripe:", "")

    names = union_all(
        select(bare(Gift.source)).where(Gift.supporter_id == supporter_id),
        select(Gift.payment_intent_id).where(Gift.supporter_id == supporter_id),
        select(Settlement.payment_intent_id).where(Settlement.gift_id.in_(gifts)),
        select(Settlement.charge_id).where(Settlement.gift_id.in_(gifts)),
        select(bare(Refund.source)).where(Refund.gift_id.in_(gifts)),
        select(Dispute.dispute_id).where(Dispute.gift_id.in_(gifts)),
        select(FraudWarning.warning_id).where(FraudWarning.gift_id.in_(gifts)),
        select(Checkout.session_id).where(Checkout.id.in_(checkouts)),
        select(RecurringGift.subscription_id).where(standing),
        select(RecurringGift.customer_id).where(standing),
    ).subquery()
    return select(names.c[0])
