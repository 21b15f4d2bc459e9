"""Random lives of gifts: whatever happens in whatever order, the books end as Stripe's own, to the cent.

`make test` lives 100 of them, `make test-long` 2,000 (`HOPE_LIVES`). A life that fails is printed as calls of `Life`
in their shortest form; the ones that were found are kept in `test_lives_that_failed`, each with a name.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.money.lives import ACCOUNTS, CARDS, CURRENCIES, Life
from tests.money.sandbox_books import prove
from tests.money.world import World
from tests.support import databases

LIVES = int(os.environ.get("HOPE_LIVES", "100"))
PARTS = 4  # so that parallel workers share them
STEPS = 8
# Shrinking a life takes minutes; the long run has them.
PHASES = [Phase.generate, Phase.shrink] if LIVES > 100 else [Phase.generate]
# What at least must have happened in the lives of a part, or they prove nothing.
USUAL = {
    "checkout.session.completed", "invoice.paid",
    "customer.subscription.deleted", "customer.subscription.updated",
    "charge.dispute.created", "refund.created", "payout.paid",
}  # fmt: skip
RARE = {
    "charge.dispute.closed"
}  # takes two choices in the right order, which a hundred short lives may not make
picks = st.integers(0, 5)
seeds = st.integers(0, 99)
parts = st.sampled_from([100, 50, 33, 1])
CHANGES = ("cancel", "cancel", "end", "keep", "pause", "pause until", "resume", "reprice")


# Every life begins with two of these, so that a hundred short ones have seen all of them.
TURNS = {
    "told": lambda life: life.carry(0),
    "paused": lambda life: (life.carry(0), life.change(0, "pause")),
    "renewed": lambda life: life.press("subscriptions", 0, "advance"),
    "cancelled": lambda life: life.press("subscriptions", 0, "cancel"),
    "refunded": lambda life: life.refund_there(0, 33),
    "disputed": lambda life: life.press("payment_intents", 1, "dispute"),
    "paid out": lambda life: [life.pay_out(currency) for currency in CURRENCIES],
}


class Lives(RuleBasedStateMachine):
    """Chooses what happens next; `Life` does it."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.life = Life(self.world)
        self.opened = 0

    @initialize(
        currency=st.sampled_from(CURRENCIES),
        cover=st.booleans(),
        both=st.booleans(),
        turns=st.permutations(list(TURNS)).map(lambda names: names[:2]),
    )
    def begin(self, currency: str, cover: bool, both: bool, turns: list[str]) -> None:
        for monthly in (True, False):
            self.life.give(currency, 2500, monthly=monthly, cover=cover, both=both)
            self.opened += 1
            self.life.pay(self.opened - 1)
        for name in turns:
            TURNS[name](self.life)

    @rule(
        currency=st.sampled_from(CURRENCIES),
        amount=st.integers(10, 400).map(lambda n: n * 10),
        monthly=st.booleans(),
        cover=st.booleans(),
        both=st.booleans(),
        card=st.sampled_from((CARDS[0],) * 4 + CARDS),
    )
    def give(self, currency: str, amount: int, monthly: bool, cover: bool, both: bool, card: str) -> None:
        self.life.give(currency, amount, monthly=monthly, cover=cover, both=both)
        self.opened += 1
        self.life.pay(self.opened - 1, card)

    @rule(
        pick=picks,
        account=st.sampled_from(ACCOUNTS),
        monthly=st.booleans(),
        answer=st.sampled_from(["", "settle", "bounce"]),
    )
    def debit(self, pick: int, account: str, monthly: bool, answer: str) -> None:
        self.life.give("USD", 4200, monthly=monthly)
        self.opened += 1
        self.life.debit(self.opened - 1, account)
        if answer:
            self.life.press("payment_intents", pick, answer)

    @rule(pick=picks, currency=st.sampled_from(CURRENCIES), monthly=st.booleans())
    def leave(self, pick: int, currency: str, monthly: bool) -> None:
        self.life.give(currency, 2500, monthly=monthly)
        self.opened += 1
        self.life.press("checkout/sessions", pick, "expire")

    @rule(pick=picks)
    def pay_again(self, pick: int) -> None:
        self.life.pay(pick)

    @rule(pick=picks)
    def visit(self, pick: int) -> None:
        self.life.visit(pick)

    @rule(pick=picks, percent=parts)
    def refund_here(self, pick: int, percent: int) -> None:
        self.life.refund_here(pick, percent)

    @rule(pick=picks, percent=parts, ends=st.sampled_from(["", "arrive", "fail"]))
    def refund_there(self, pick: int, percent: int, ends: str) -> None:
        self.life.refund_there(pick, percent)
        if ends:
            self.life.press("refunds", pick, ends)

    @rule(pick=picks, what=st.sampled_from(CHANGES), amount=st.integers(10, 400).map(lambda n: n * 10))
    def change(self, pick: int, what: str, amount: int) -> None:
        self.life.change(pick, what, amount)

    @rule(pick=picks, action=st.sampled_from(["settle", "settle", "bounce"]))
    def bank_answers(self, pick: int, action: str) -> None:
        self.life.press("payment_intents", pick, action)

    @rule(pick=picks)
    def warn(self, pick: int) -> None:
        self.life.press("payment_intents", pick, "warn")

    @rule(
        pick=picks,
        how=st.sampled_from(["dispute", "dispute", "inquire"]),
        heard=st.booleans(),
        verdict=st.sampled_from(["", "win", "lose"]),
    )
    def dispute(self, pick: int, how: str, heard: bool, verdict: str) -> None:
        self.life.press("payment_intents", pick, how)
        if heard:
            self.life.carry(0)
        if verdict:
            self.life.press("disputes", pick, verdict)

    @rule(pick=picks)
    def cancel_there(self, pick: int) -> None:
        self.life.press("subscriptions", pick, "cancel")

    @rule(pick=picks, action=st.sampled_from(["win", "lose"]))
    def decide(self, pick: int, action: str) -> None:
        self.life.press("disputes", pick, action)

    @rule(pick=picks, action=st.sampled_from(["arrive", "fail"]))
    def refund_ends(self, pick: int, action: str) -> None:
        self.life.press("refunds", pick, action)

    @rule(pick=picks, failing=st.booleans())
    def renew(self, pick: int, failing: bool) -> None:
        if failing:
            self.life.press("subscriptions", pick, "fail_next", times=2)
        self.life.press("subscriptions", pick, "advance")

    @rule(pick=picks, action=st.sampled_from(["collect", "void"]))
    def invoice(self, pick: int, action: str) -> None:
        self.life.press("invoices", pick, action)

    @rule(sent_back=st.booleans(), pick=picks)
    def pay_out(self, sent_back: bool, pick: int) -> None:
        for currency in CURRENCIES:
            self.life.pay_out(currency)
        if sent_back:
            self.life.press("payouts", pick, "send_back")

    @rule(late=st.booleans())
    def late_fees(self, late: bool) -> None:
        self.life.late_fees(late)

    @rule(days=st.sampled_from([0, 2, 8]))
    def days_pass(self, days: int) -> None:
        self.life.days_pass(days)

    @rule(seed=seeds, percent=st.sampled_from([100, 60, 20]), doubled=st.booleans())
    def carry(self, seed: int, percent: int, doubled: bool) -> None:
        self.life.carry(seed, percent, doubled)

    @rule(seed=seeds, percent=st.sampled_from([100, 50, 20]))
    def lose(self, seed: int, percent: int) -> None:
        self.life.lose(seed, percent)

    @rule()
    def work(self) -> None:
        self.life.work()

    def teardown(self) -> None:
        prove(self.life)
        self.world.seen.update(event["type"] for event in self.world.list("events"))


@pytest.mark.long
@pytest.mark.timeout(14400)
@pytest.mark.parametrize("part", range(PARTS // 2))
def test_random_lives(world, part):
    machine = type("Machine", (Lives,), {"world": world})
    if LIVES <= 100:  # the same ones each time, so that a change is judged by itself
        machine = seed(2 * part + isinstance(world.server, databases.PostgreSQL))(machine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max(1, LIVES // PARTS),
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            print_blob=False,
            report_multiple_bugs=False,
            phases=PHASES,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert (USUAL | RARE if LIVES >= 1000 else USUAL) - world.seen == set()
