"""The sentences that a tax office asks for, on papers and in mails.

The IRS wants an acknowledgment of a gift of $250 or more to say that nothing was given in return, or to describe what
was and to value it in good faith (26 U.S.C. 170(f)(8), Publication 1771); beyond $75 the giver must be told that only
the part above that value is deductible (26 U.S.C. 6115). Both are said of every gift here, whatever its size: they are
true of each and harm none. What went back counts first against the part that is deductible.
"""

from datetime import date

from hope.giving.acknowledgment import Acknowledgment, Goods
from hope.giving.receipts import NOTHING_IN_RETURN
from hope.kernel.money import Money
from hope.kernel.web.filters import money, month

NOTHING_IN_RETURN_ALL = "No goods or services were provided in exchange for any of these gifts."
# IRS Publication 1771: a gift that is no money is described, and its value is its giver's to state.
NO_VALUE = "We put no value on what was given; for your taxes, that is yours to do."
_KINDS = {"us_bank_account": "Bank account", "sepa_debit": "Bank account", "acss_debit": "Bank account"}


def goods_statement(receipt: Acknowledgment) -> str:
    """What was given in return for a gift: nothing, or what, and what is left to deduct."""
    if receipt.in_kind:
        return f"{NOTHING_IN_RETURN} {NO_VALUE}"
    if not receipt.goods:
        return NOTHING_IN_RETURN
    return (
        f"In return for this gift you received: {listed(receipt.goods)}. "
        f"We value this in good faith at {money(receipt.goods_value)}. For U.S. federal income tax, the amount "
        f"that can be deducted is limited to what you gave beyond that value: {money(receipt.deductible)}."
    )


def goods_statement_for_all(with_goods: list[tuple[str, tuple[Goods, ...]]], deductible: list[Money]) -> str:
    """The same for the gifts of a year: what came in return for which, and what is left to deduct of all."""
    if not with_goods:
        return NOTHING_IN_RETURN_ALL
    each = "; ".join(f"for {number}, {listed(goods)} ({_worth(goods)})" for number, goods in with_goods)
    amounts = " and ".join(money(amount) for amount in deductible)
    return (
        f"In return for some of these gifts you received, valued in good faith: {each}. Nothing was provided for the "
        "others. For U.S. federal income tax, the amount that can be deducted is limited to what you gave beyond "
        f"these values: {amounts}."
    )


def listed(goods: tuple[Goods, ...]) -> str:
    """What was given in return, in words."""
    return ", ".join(one.what for one in goods)


def paid_with(method: str) -> str:
    """How a gift was paid, as a person says it: "Visa ending 4242"."""
    kind, _, last = method.partition(" ")
    words = _KINDS.get(kind, kind.replace("_", " ").capitalize())
    return f"{words} ending {last}" if last else words


def month_of(card_expires: str) -> str:
    """Until when a card is good, as a person says it: "December 2034" for "2034-12"."""
    return month(date.fromisoformat(f"{card_expires}-01"))


def written_code(code: str) -> str:
    """A check code in two halves, easier to read and to type."""
    return f"{code[:4]}-{code[4:]}"


def _worth(goods: tuple[Goods, ...]) -> str:
    total = goods[0].value
    for one in goods[1:]:
        total = total + one.value
    return money(total)
