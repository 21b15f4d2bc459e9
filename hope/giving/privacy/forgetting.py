"""A giver is forgotten: their names, notes, cards and addresses go; amounts, days, numbers and the ledger stay."""

from datetime import timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from hope.accounts.holdings import Holding, register
from hope.accounts.models import Supporter
from hope.giving import kept_names
from hope.giving.models import (
    Checkout,
    CheckoutState,
    Gift,
    GiverLetter,
    MadeStatement,
    RecurringGift,
    RecurringStatus,
    Refund,
    RefundRequest,
)
from hope.giving.pledge import Naming
from hope.giving.privacy import customers, reading, scrubbing, stopping
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.mail.models import OutgoingMail

# What was typed and never paid is of no use after this long, whoever typed it.
UNPAID_IS_KEPT = timedelta(days=30)
LATE_EVENTS = timedelta(days=60)
SEARCHED = timedelta(days=3)
UNPAID = (CheckoutState.EXPIRED, CheckoutState.FAILED)
NAMELESS = {"giver_name": "", "naming": Naming.ANONYMOUS, "show_amount": False}


def _forget_gifts(session: Session, supporter: Supporter) -> None:
    """Gifts stay to the cent; nobody reads on them who gave."""
    kept_names.keep(session, supporter.id)
    theirs = Gift.supporter_id == supporter.id
    session.execute(update(Gift).where(theirs).values(**NAMELESS, note=""))
    gifts, me = select(Gift.id).where(theirs), f"supporter:{supporter.id}"
    for table in (Refund, RefundRequest):
        said = update(table).where(table.gift_id.in_(gifts), table.asked_by != me)
        session.execute(said.values(reason=""))
    scrubbing.scrub(session, supporter.id)


def _forget_standing_gifts(session: Session, supporter: Supporter) -> None:
    customers.put_down(session, supporter.id)
    own = update(RecurringGift).where(RecurringGift.supporter_id == supporter.id)
    session.execute(own.values(**NAMELESS, card=None, card_expires=None))
    # What is only an example was never at Stripe, and ends here.
    example = own.where(RecurringGift.is_example, RecurringGift.ended_at.is_(None))
    session.execute(example.values(status=RecurringStatus.CANCELED, ended_at=now()))


def _forget_attempts(session: Session, supporter: Supporter) -> None:
    """What can still be paid keeps its address, so that whoever pays it has a receipt; it is like a new gift then."""
    over = Checkout.state.not_in([CheckoutState.OPEN, CheckoutState.PROCESSING])
    empty(session, over & reading.typed_by(session, supporter))


def _forget_letters(session: Session, supporter: Supporter) -> None:
    """What they wrote to the team, and the letters that told the team of it."""
    gifts = select(Gift.id).where(Gift.supporter_id == supporter.id)
    ids = session.scalars(select(GiverLetter.id).where(GiverLetter.gift_id.in_(gifts))).all()
    causes = [f"giver_letter:{one}" for one in ids]
    session.execute(delete(OutgoingMail).where(OutgoingMail.cause.in_(causes)))
    session.execute(delete(GiverLetter).where(GiverLetter.id.in_(ids)))


def _keep_receipts(_session: Session, _supporter: Supporter) -> None:
    """Receipts name nobody by themselves: the name is the gift's."""


def _forget_statements(session: Session, supporter: Supporter) -> None:
    session.execute(delete(MadeStatement).where(MadeStatement.supporter_id == supporter.id))


def forget_unpaid(session: Session) -> None:
    """Drop what people typed who did not pay, a month later."""
    named = or_(Checkout.giver_email != "", Checkout.giver_name != "", Checkout.note != "")
    old = Checkout.created_at < now() - UNPAID_IS_KEPT
    empty(session, Checkout.state.in_(UNPAID) & old & named)


def scrub_late_events() -> None:
    """Events still come after somebody was forgotten; whatever those say of the person goes as well.

    They are looked for while others may write: a search through all events takes its time.
    """
    session = db.session()
    lately = select(Supporter.id, Supporter.erased_at).where(Supporter.erased_at > now() - LATE_EVENTS)
    for row in session.execute(lately).all():
        found = scrubbing.about(session, row.id)
        if row.erased_at > now() - SEARCHED:
            found += scrubbing.mentioning(session, row.id)
        with unit_of_work() as writing:
            scrubbing.clean(writing, found)


def empty(session: Session, which: object) -> None:
    """Take whoever typed them out of these attempts."""
    emptied = update(Checkout).where(which)  # type: ignore[arg-type]
    session.execute(
        emptied.values(giver_name="", giver_email="", note="", naming=Naming.ANONYMOUS, fingerprint=None),
        execution_options={"synchronize_session": False},
    )


register(
    Holding(
        "gifts",
        "Your gifts",
        reading.gifts,
        _forget_gifts,
        goes="Your name on every gift, what you wrote with it, and how it is shown in public.",
        stays="Amounts and days of your gifts, and what they were for. The law asks for the books.",
    )
)
register(
    Holding(
        "receipts",
        "Your receipts",
        reading.receipts,
        _keep_receipts,
        stays="Numbers, codes and amounts of your receipts, so that a paper in your hand can still be checked.",
    )
)
register(
    Holding(
        "gifts_standing",
        "What you give again and again",
        reading.standing_gifts,
        _forget_standing_gifts,
        goes="Every recurring gift stops today. Its card is forgotten here, and Stripe is told to forget whose it was.",
        before=stopping.stop_all,
    )
)
register(
    Holding(
        "gifts_tried",
        "Payment pages you opened",
        reading.attempts,
        _forget_attempts,
        goes="What you typed into our forms.",
    )
)
register(Holding("statements", "Your statements", reading.statements, _forget_statements, "Your statements."))
register(
    Holding(
        "gifts_letters",
        "What you wrote to us",
        reading.letters,
        _forget_letters,
        "What you wrote to our team.",
    )
)
