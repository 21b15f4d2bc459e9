"""Every life that ever ended with wrong books, as the calls that led there."""

from tests.money.lives import Life
from tests.money.sandbox_books import prove


def test_a_refund_is_repaired_although_its_payment_was_lost_too(world):
    life = Life(world)
    life.give("JPY", 1600, cover=True, monthly=True)
    life.pay(0)
    life.refund_there(0, 1)
    life.lose(1, 100)
    prove(life)


def test_the_fee_of_a_gift_in_dinars_is_covered_in_coins_that_can_be_charged(world):
    life = Life(world)
    life.give("KWD", 1790, cover=True)
    life.pay(0)
    prove(life)


def test_changes_that_come_before_their_mail_left_are_told_once(world):
    life = Life(world)
    life.give("JPY", 2500, monthly=True, both=True)
    life.pay(0)
    life.carry(4)
    for what in ("pause", "resume"):
        life.change(0, what)
    life.press("subscriptions", 0, "cancel")
    prove(life)


def test_a_dispute_that_was_heard_of_before_it_was_lost_voids_the_receipt(world):
    life = Life(world)
    life.give("USD", 2500)
    life.pay(0)
    life.press("payment_intents", 0, "dispute")
    life.carry(0)
    life.press("disputes", 0, "lose")
    prove(life)
