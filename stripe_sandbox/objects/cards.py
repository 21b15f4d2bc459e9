"""Test cards and test bank accounts: a number becomes a brand, four digits and an outcome; the number is forgotten."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Instrument:
    """What is remembered of a card or an account."""

    type: str
    brand: str
    last4: str
    outcome: str
    funding: str = "credit"
    country: str = "US"


@dataclass(frozen=True)
class Decline:
    """Why a charge was refused, for machines and for people."""

    code: str
    decline_code: str
    message: str
    blocked: bool = False


INSUFFICIENT = "Your card has insufficient funds. Try a different card."
DECLINED = "Your card was declined."
DECLINES = {
    "generic_decline": Decline("card_declined", "generic_decline", DECLINED),
    "insufficient_funds": Decline("card_declined", "insufficient_funds", INSUFFICIENT),
    "lost_card": Decline("card_declined", "lost_card", DECLINED),
    "stolen_card": Decline("card_declined", "stolen_card", DECLINED),
    "expired_card": Decline("expired_card", "expired_card", "Your card has expired. Try a different card."),
    "incorrect_cvc": Decline("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect."),
    "processing_error": Decline(
        "processing_error",
        "processing_error",
        "An error occurred while processing your card. Try again in a moment.",
    ),
    "fraudulent": Decline("card_declined", "fraudulent", DECLINED, blocked=True),
    "highest_risk": Decline("card_declined", "fraudulent", DECLINED, blocked=True),
    "authentication_failed": Decline(
        "payment_intent_authentication_failure",
        "authentication_required",
        "We could not confirm this payment with your bank. Try again or choose a different card.",
    ),
    "authentication_required": Decline(
        "authentication_required", "authentication_required", "Your bank wants you to confirm this payment."
    ),
    "bank_insufficient_funds": Decline(
        "payment_intent_payment_attempt_failed", "insufficient_funds", "The account has insufficient funds."
    ),
    "bank_no_account": Decline(
        "payment_intent_payment_attempt_failed", "no_account", "The account could not be located."
    ),
    "bank_account_closed": Decline(
        "payment_intent_payment_attempt_failed", "account_closed", "The account has been closed."
    ),
}
OUTCOMES = {
    "4000000000000002": "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000009987": "lost_card",
    "4000000000009979": "stolen_card",
    "4000000000000069": "expired_card",
    "4000000000000127": "incorrect_cvc",
    "4000000000000119": "processing_error",
    "4100000000000019": "fraudulent",
    "4000000000004954": "highest_risk",
    "4000000000000341": "renewals_fail",
    "4000002500003155": "confirm_first",
    "4000002760003184": "confirm_always",
    "4000008260003178": "confirm_then_insufficient_funds",
    "4000008400001629": "confirm_then_generic_decline",
    "4000000000000259": "dispute_fraudulent",
    "4000000000002685": "dispute_product_not_received",
    "4000000000001976": "dispute_inquiry",
    "4000000000005423": "early_fraud_warning",
    "4000000000007726": "refund_pending",
    "4000000000005126": "refund_fails",
    "4000000000000077": "available_now",
    "4000056655665556": "success",
}
BANK_OUTCOMES = {
    "000123456789": "bank_success",
    "000111111113": "bank_account_closed",
    "000111111116": "bank_no_account",
    "000222222227": "bank_insufficient_funds",
}
BRANDS = (
    (r"4", "visa"),
    (r"5[1-5]|2[2-7]", "mastercard"),
    (r"3[47]", "amex"),
    (r"6011|65", "discover"),
    (r"3(0[0-5]|[68])", "diners"),
    (r"35", "jcb"),
    (r"62", "unionpay"),
)
DEBIT = {"4000056655665556"}
BAD_IBAN_END = {"2": "bank_insufficient_funds", "3": "bank_account_closed"}


def card(number: str) -> Instrument | None:
    """The card behind a number, or None where no card has such a number."""
    digits = re.sub(r"[\s-]", "", number)
    if not re.fullmatch(r"\d{13,19}", digits, re.ASCII) or not luhn(digits):
        return None
    brand = next((name for pattern, name in BRANDS if re.match(pattern, digits)), "unknown")
    outcome = OUTCOMES.get(digits, "success")
    return Instrument("card", brand, digits[-4:], outcome, "debit" if digits in DEBIT else "credit")


def us_bank_account(routing: str, account: str) -> Instrument | None:
    """A test bank account; an unknown number is refused so that no real one is kept."""
    account = re.sub(r"\s", "", account)
    if re.sub(r"\s", "", routing) != "110000000" or account not in BANK_OUTCOMES:
        return None
    return Instrument("us_bank_account", "STRIPE TEST BANK", account[-4:], BANK_OUTCOMES[account])


def sepa_debit(iban: str) -> Instrument | None:
    """A test IBAN: …3202 and …3203 fail later, other well-formed ones succeed."""
    iban = re.sub(r"\s", "", iban).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", iban, re.ASCII):
        return None
    outcome = BAD_IBAN_END.get(iban[-1], "bank_success") if iban[-4:].startswith("320") else "bank_success"
    return Instrument("sepa_debit", "37040044", iban[-4:], outcome, country=iban[:2])


def luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0
