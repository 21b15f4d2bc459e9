"""A shared gift closes: it is full, its day is over, or its starter ends it. Everybody who took part is told, once."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hope.campaigns.shared import sharing
from hope.campaigns.shared.models import SharedGift, SharedPart, SharedState
from hope.giving.arrivals import Recorded
from hope.giving.following import when_given
from hope.giving.models import Checkout
from hope.kernel.among import among
from hope.kernel.bulk import straight
from hope.kernel.clock import now
from hope.kernel.mail import outbox

KINDS = {SharedState.FULL: "shared_full", SharedState.ENDED: "shared_ended"}


@when_given(sharing.FOLLOWER)
def count(session: Session, gifts: Sequence[Recorded]) -> None:
    """Count these gifts towards what friends give together; whatever is full with them closes."""
    gift_of = {gift.checkout_id: gift.id for gift in gifts if gift.checkout_id is not None}
    touched = set()
    for checkout_id, shared_id in straight(session).execute(_PARTS, {"checkouts": list(gift_of)}).all():
        arrived = update(SharedPart).where(SharedPart.checkout_id == checkout_id)
        session.execute(arrived.values(gift_id=gift_of[checkout_id]))
        touched.add(shared_id)
    for shared_id in sorted(touched):
        _close_if_full(session, shared_id)


def end_overdue(session: Session) -> int:
    """Close what has reached the end of its last day; how many there were."""
    over = (
        select(SharedGift)
        .where(SharedGift.state == SharedState.OPEN, SharedGift.ends_at <= now())
        .order_by(SharedGift.id)
        .limit(100)
        .with_for_update(skip_locked=True)
    )
    ended = [shared for shared in session.scalars(over) if not sharing.stand(session, shared).underway]
    for shared in ended:
        close(session, shared, SharedState.ENDED)
    return len(ended)


def close(session: Session, shared: SharedGift, state: SharedState) -> None:
    """Let nothing more be given, and tell the starter and everybody who gave."""
    shared.state, shared.closed_at = state, now()
    session.flush()
    kind = KINDS[state]
    givers = select(Checkout.giver_email).join(SharedPart, SharedPart.checkout_id == Checkout.id)
    gave = givers.where(SharedPart.shared_id == shared.id, SharedPart.gift_id.is_not(None)).order_by(
        Checkout.id
    )
    people = {email.casefold(): email for email in (shared.starter_email, *session.scalars(gave)) if email}
    rows = [
        outbox.row(kind, email, f"{kind}:{shared.id}:{key}"[:200], {"shared_id": shared.id})
        for key, email in people.items()
    ]
    outbox.post_many(session, rows)


# Asked for every lot of gifts that arrives: made once.
_PARTS = select(SharedPart.checkout_id, SharedPart.shared_id).where(
    among(SharedPart.__table__.c.checkout_id, "checkouts"), SharedPart.gift_id.is_(None)
)


def _close_if_full(session: Session, shared_id: int) -> None:
    held = select(SharedGift).where(SharedGift.id == shared_id).with_for_update()
    shared = session.scalars(held.execution_options(populate_existing=True)).one()
    full = sharing.stand(session, shared).received >= shared.goal
    if shared.state is SharedState.OPEN and full:
        close(session, shared, SharedState.FULL)
