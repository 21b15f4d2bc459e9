"""What tests of money do and ask, in the words of a charity."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign
from hope.giving import books, inbox
from hope.giving.gateway import StripeGateway
from hope.giving.gifts import SETTLE
from hope.giving.ledger import raised_by
from hope.giving.models import Checkout, Gift, LedgerEntry, RecurringGift, StripeEvent
from hope.giving.receipts import receipt_of
from hope.kernel.clock import now
from hope.kernel.mail.models import OutgoingMail
from stripe_sandbox.testing import RunningSandbox
from tests.support.builders import make_campaign, run_jobs
from tests.support.gifts import send_form
from tests.support.web import SiteClient

CENTS = {"USD": [("Seed Packet", 2500), ("Night of Rest", 5000)], "JPY": [("Seed Packet", 2501)],
    "KWD": [("Seed Packet", 2510)]}  # fmt: skip


class Life:
    """The site, its giver, its worker and its Stripe."""

    books_may_differ = False

    def __init__(self, app: Flask, client: SiteClient, session: Session, sandbox: RunningSandbox) -> None:
        self.app, self.client, self.session, self.sandbox = app, client, session, sandbox
        self.gateway: StripeGateway = app.extensions["gateway"]

    def campaign(self, currency: str = "USD") -> Campaign:
        """Something to give to."""
        return make_campaign(
            self.session, currency=currency, tiers=CENTS[currency], minimum_amount=100, goal_amount=500_000
        )

    def open(self, campaign: Campaign | None = None, **form: Any) -> Checkout:
        """A giver sends the form and stands before Stripe's page."""
        assert send_form(self.client, campaign or self.campaign(), **form).status_code == 303
        return self.session.scalars(select(Checkout).order_by(Checkout.id.desc()).limit(1)).one()

    def give(
        self, campaign: Campaign | None = None, *, pay: dict[str, Any] | None = None, **form: Any
    ) -> Gift:
        """A giver gives, and everything that follows by itself has followed."""
        checkout = self.open(campaign, **form)
        self.pay(checkout, **pay or {})
        return self.gifts()[-1]

    def give_monthly(self, campaign: Campaign | None = None, **more: Any) -> RecurringGift:
        """A giver gives every month."""
        self.give(campaign, **{"interval": "month"} | more)
        return self.recurring()

    def pay(self, checkout: Checkout, **how: Any) -> None:
        """The giver pays on Stripe's page."""
        assert checkout.session_id
        self.sandbox.pay(checkout.session_id, **{"confirm": True} | how)
        self.catch_up()

    def a_month_later(self, recurring: RecurringGift | None = None, days: int | None = None) -> None:
        """Time passes for a standing gift."""
        self.sandbox.advance((recurring or self.recurring()).subscription_id, days)
        self.catch_up()

    def days_later(self, days: int) -> None:
        """Time passes for everybody."""
        self.sandbox.tick(days * 86_400)
        self.catch_up()

    def press(self, thing: str, button: str, **fields: Any) -> None:
        """Somebody presses a button of Stripe's dashboard."""
        self.sandbox.act(thing, button, **fields)
        self.catch_up()

    def catch_up(self) -> None:
        """Everything that is on its way arrives, and the worker has no work left."""
        for _ in range(3):
            assert self.sandbox.idle()
            self.session.commit()
            soon = update(StripeEvent).where(StripeEvent.next_attempt_at.is_not(None))
            self.session.execute(soon.values(next_attempt_at=now() - timedelta(seconds=1)))
            self.session.commit()
            for job in (inbox.RETRY, SETTLE):
                self.app.extensions["jobs"][job]()
            run_jobs(self.app)
            if not self._unfinished():
                break
        assert {mail.last_error for mail in self.mails()} <= {""}

    def _unfinished(self) -> int:
        return (
            self.session.scalar(
                select(func.count()).select_from(StripeEvent).where(StripeEvent.next_attempt_at.is_not(None))
            )
            or 0
        )

    def refresh(self) -> None:
        """See what the site has written meanwhile."""
        self.session.commit()
        self.session.expire_all()

    def gifts(self) -> list[Gift]:
        """Every gift, oldest first."""
        self.refresh()
        return list(self.session.scalars(select(Gift).order_by(Gift.id)))

    def recurring(self) -> RecurringGift:
        """The newest standing gift."""
        self.refresh()
        newest = select(RecurringGift).order_by(RecurringGift.id.desc()).limit(1)
        return self.session.scalars(newest).one()

    def payment_of(self, gift: Gift) -> str:
        """The payment behind a gift, as Stripe names it."""
        if gift.payment_intent_id:
            return gift.payment_intent_id
        [settled] = self.gateway.find_settlement(gift)
        return settled.payment_intent_id  # type: ignore[union-attr]

    def mails(self, kind: str | None = None) -> list[OutgoingMail]:
        """What was written to the giver, oldest first."""
        self.refresh()
        rows = self.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
        return [mail for mail in rows if kind in (None, mail.kind)]

    def kinds(self) -> list[str]:
        """What was written about, receipts left out."""
        return [mail.kind for mail in self.mails() if mail.kind != "receipt"]

    def entries(self, gift: Gift | None = None) -> list[tuple[str, int, str]]:
        """The books, oldest first: kind, amount in minor units, currency."""
        entry = LedgerEntry.__table__.c
        rows = select(entry.kind, entry.amount, entry.currency).order_by(entry.id)
        if gift:
            rows = rows.where(entry.gift_id == gift.id)
        return [(str(kind.value), amount, currency) for kind, amount, currency in self.session.execute(rows)]

    def raised(self, campaign: Campaign) -> int:
        """What the campaign's page says was raised, in minor units."""
        self.refresh()
        totals = raised_by(self.session, [campaign.id])
        return totals[campaign.id].raised.amount if totals else 0

    def receipt(self, gift: Gift) -> tuple[int, int]:
        """The newest receipt of a gift: its version, and what it says was kept."""
        self.refresh()
        newest = receipt_of(self.session, gift.id)
        assert newest
        return newest.version, newest.kept.amount

    def event(self, kind: str) -> StripeEvent:
        """The newest event of this kind."""
        self.refresh()
        newest = select(StripeEvent).where(StripeEvent.kind == kind).order_by(StripeEvent.id.desc()).limit(1)
        return self.session.scalars(newest).one()

    def differences(self) -> list[str]:
        """What `flask books check` would list."""
        self.session.commit()
        return [str(one) for one in books.check(self.gateway)]

    def flask(self, *words: str) -> tuple[int, str]:
        """A command of the site: its exit code and what it said."""
        self.session.commit()
        done = self.app.test_cli_runner().invoke(args=list(words))
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        self.refresh()
        return done.exit_code, done.output
