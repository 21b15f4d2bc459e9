"""One life of a charity's gifts: the real site beside the real sandbox, and everything that can happen to money.

Each method of `Life` is one thing that happens. What Stripe or the site refuses just then is no failure, so that any
order of methods is a life: what a random one found is kept as a test by writing its calls down.
Events are brought by hand, signed as Stripe signs them, so that their order is the life's own and can be replayed.
"""

import itertools
import json
import random
from contextlib import suppress
from datetime import timedelta
from typing import Any

import requests
from sqlalchemy import select, update

from hope.campaigns.models import Campaign
from hope.giving import checkout as checkouts
from hope.giving import inbox
from hope.giving.changing import cancel_at_period_end, cancel_now, change_amount, keep, pause, resume
from hope.giving.gateway import GatewayError
from hope.giving.models import Checkout, Gift, Outcome, RecurringGift, StripeEvent
from hope.giving.pledge import CardFee, Giver, Interval, Pledge, PledgeLine
from hope.giving.refunds import CannotRefund, refund
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.money import Money
from tests.money.world import World
from tests.support.builders import make_campaign, run_jobs
from tests.support.stripe_events import deliver

CURRENCIES = ("USD", "JPY", "KWD")
CARDS = (
    "4242424242424242", "4000056655665556", "4000000000000002", "4000000000000341", "4000002500003155",
    "4000000000000259", "4000000000001976", "4000000000005423", "4000000000007726", "4000000000005126",
    "4000000000000077", "4000008260003178", "4000002760003184",
)  # fmt: skip
ACCOUNTS = ("000123456789", "000222222227")
# A button is pressed only where the dashboard shows it.
SHOWN = dict.fromkeys(["dispute", "inquire", "warn", "refund"], "succeeded")
SHOWN |= {"expire": "open"}
SHOWN |= {"settle": "processing", "bounce": "processing", "collect": "open", "void": "open"}
_addresses = itertools.count(1)


class Life:
    """Random things done to gifts; `told` are the ids of events that were delivered or lost."""

    def __init__(self, world: World) -> None:
        world.open()
        self.world, self.sandbox, self.app = world, world.sandbox, world.app
        self.gateway = self.app.extensions["gateway"]
        self.client = self.app.test_client()
        self.told: set[str] = set()
        self.givers = itertools.count(1)
        for currency in CURRENCIES:
            for number in (1, 2):
                make_campaign(db.session(), slug=f"{currency.lower()}-{number}", currency=currency)

    # What donors do.

    def give(
        self, currency: str, amount: int, *, monthly: bool = False, cover: bool = False, both: bool = False
    ) -> None:
        """Open a checkout: for one campaign or two at once, with or without the fee."""
        parts = [amount * 2 // 3, amount - amount * 2 // 3] if both else [amount]
        lines = tuple(self._line(currency, number, part) for number, part in enumerate(parts, 1))
        fee = CardFee(290, 30).cover_for(Money(amount, currency)) if cover else Money.zero(currency)
        number = next(self.givers)
        giver = Giver(name=f"Giver {number}", email=f"giver{number % 3}@example.org")
        pledge = Pledge(giver, Interval.MONTH if monthly else Interval.ONCE, lines, fee)
        checkouts.start(
            pledge, self.gateway, "http://site.example/{}".format, "http://site.example/{}".format
        )

    def pay(self, pick: int, card: str = CARDS[0]) -> None:
        """Submit the checkout page with a card that may be declined."""
        self._control("pay", session=self._session(pick), card=card, confirm=True)

    def debit(self, pick: int, account: str = ACCOUNTS[0]) -> None:
        """Submit it with a bank account, which takes days."""
        self._control("pay", session=self._session(pick), account=account, confirm=True)

    def visit(self, pick: int) -> None:
        """Come back to the thank-you page."""
        reference = self._pick(select(Checkout.reference).order_by(Checkout.id), pick)
        if reference:
            address = {"REMOTE_ADDR": f"10.0.{next(_addresses) >> 8 & 255}.{next(_addresses) & 255}"}
            page = self.client.get(f"/give/thanks/{reference}", lint=False, environ_overrides=address)
            assert page.status_code == 200

    # What staff do, or a donor through them.

    def refund_here(self, pick: int, percent: int) -> None:
        """Send a part of a gift back from our side."""
        gift = self._pick(select(Gift).order_by(Gift.id), pick)
        if gift:
            amount = _coins(gift.total.amount * percent // 100, gift.total.currency)
            with suppress(CannotRefund, GatewayError):
                refund(gift, Money(amount, gift.total.currency), "asked", "staff", self.gateway)

    def change(self, pick: int, what: str, amount: int = 1000) -> None:
        """Cancel, keep, pause, resume or reprice a standing gift."""
        recurring = self._pick(select(RecurringGift).order_by(RecurringGift.id), pick)
        if recurring is None:
            return
        deeds = {
            "cancel": lambda: cancel_now(recurring, "staff", self.gateway),
            "end": lambda: cancel_at_period_end(recurring, "staff", self.gateway),
            "keep": lambda: keep(recurring, "staff", self.gateway),
            "pause": lambda: pause(recurring, None, "staff", self.gateway),
            "pause until": lambda: pause(recurring, now() + timedelta(days=40), "staff", self.gateway),
            "resume": lambda: resume(recurring, "staff", self.gateway),
            "reprice": lambda: change_amount(
                recurring, Money(amount, recurring.total.currency), "staff", self.gateway
            ),
        }
        with suppress(GatewayError):
            deeds[what]()

    # What happens at Stripe.

    def press(self, kind: str, pick: int, action: str, **fields: Any) -> None:
        """Press a button of the sandbox's dashboard."""
        found = self.world.list(kind, **({"status": "all"} if kind == "subscriptions" else {}))
        found = [one for one in found if one["status"] == SHOWN.get(action, one["status"])]
        if found:
            self._control("act", object=found[pick % len(found)]["id"], action=action, **fields)

    def refund_there(self, pick: int, percent: int) -> None:
        """Send a part of a payment back from Stripe's side."""
        found = [one for one in self.world.list("payment_intents") if one["status"] == "succeeded"]
        if found:
            intent = found[pick % len(found)]
            amount = _coins(intent["amount"] * percent // 100, intent["currency"].upper())
            self._control("act", object=intent["id"], action="refund", amount=amount)

    def pay_out(self, currency: str) -> None:
        """Send what there is to the bank."""
        self._control("payout", currency=currency.lower())

    def late_fees(self, late: bool) -> None:
        """Let Stripe know the cost of a payment at once, or some seconds later."""
        self.sandbox.settings(balance_transaction="late" if late else "immediate")

    def days_pass(self, days: int) -> None:
        """Let time pass for everybody without a clock of their own."""
        self.sandbox.tick(days * 86400)

    # What happens on the way.

    def carry(self, seed: int, percent: int = 100, doubled: bool = False) -> None:
        """Bring so many of the waiting events, in an order of this seed (0: as they came), perhaps twice."""
        waiting = [event for event in self.world.list("events") if event["id"] not in self.told]
        if seed:
            random.Random(seed).shuffle(waiting)
        chosen = waiting[: -(-len(waiting) * percent // 100)]
        self.told |= {event["id"] for event in chosen}
        self._bring(chosen * (2 if doubled else 1))

    def lose(self, seed: int, percent: int) -> None:
        """Lose so many of the waiting events on the way."""
        waiting = [event["id"] for event in self.world.list("events") if event["id"] not in self.told]
        random.Random(seed).shuffle(waiting)
        self.told |= set(waiting[: len(waiting) * percent // 100])

    def work(self) -> None:
        """Let the worker do its round, failed events and unread changes included."""
        with unit_of_work() as session:
            open_ones = StripeEvent.outcome.in_([Outcome.FAILED, Outcome.WAITING])
            session.execute(update(StripeEvent).where(open_ones).values(next_attempt_at=now()))
        for name in (inbox.RETRY, "giving.settle", "mail.deliver"):
            self.app.extensions["jobs"][name]()
        run_jobs(self.app)

    def bring_everything(self, seed: int) -> None:
        """Bring every event that there ever was, lost ones too, in an order of this seed, and let all be tried."""
        events = self.world.list("events")
        random.Random(seed).shuffle(events)
        self._bring(events)
        for _ in range(3):
            self.work()
            if db.session.scalar(select(StripeEvent.id).where(StripeEvent.outcome == Outcome.FAILED)) is None:
                return

    def _bring(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            answer = deliver(self.client, json.dumps(event).encode())
            assert answer.status_code == 200, answer.get_data(as_text=True)

    def _line(self, currency: str, number: int, amount: int) -> PledgeLine:
        slug = f"{currency.lower()}-{number}"
        campaign = db.session.scalars(select(Campaign).where(Campaign.slug == slug)).one()
        return PledgeLine(campaign.id, slug, campaign.title, "A gift", Money(amount, currency))

    def _session(self, pick: int) -> str:
        opened = select(Checkout.session_id).where(Checkout.session_id.is_not(None)).order_by(Checkout.id)
        return self._pick(opened, pick) or ""

    def _pick(self, query: Any, pick: int) -> Any:
        db.session.commit()
        found = db.session.scalars(query).all()
        return found[pick % len(found)] if found else None

    def _control(self, call: str, **given: Any) -> None:
        with suppress(requests.HTTPError):
            self.sandbox.control(call, **given)


def _coins(amount: int, currency: str) -> int:
    """An amount that there are coins for: the smallest coin of a dinar is ten."""
    return max(10, amount // 10 * 10) if currency == "KWD" else max(1, amount)
