"""Why a charge did not come through, in words that staff can pass on to a giver."""

WORDS = {
    "insufficient_funds": "There was not enough money in the account.",
    "expired_card": "The card has expired.",
    "incorrect_cvc": "The security code was wrong.",
    "invalid_cvc": "The security code was wrong.",
    "incorrect_number": "The card number was wrong.",
    "invalid_expiry_month": "The card’s expiry date was wrong.",
    "invalid_expiry_year": "The card’s expiry date was wrong.",
    "incorrect_zip": "The post code did not fit the card.",
    "lost_card": "The bank holds the card for lost.",
    "stolen_card": "The bank holds the card for stolen.",
    "fraudulent": "The bank or Stripe suspected fraud.",
    "highest_risk_level": "Stripe blocked it as too risky.",
    "do_not_honor": "The bank said no and gave no reason; the giver can ask their bank.",
    "generic_decline": "The bank said no and gave no reason; the giver can ask their bank.",
    "card_declined": "The bank said no and gave no reason; the giver can ask their bank.",
    "call_issuer": "The bank wants its customer to call.",
    "card_velocity_exceeded": "The card was used too often or for too much in a short time.",
    "withdrawal_count_limit_exceeded": "The card’s limit was reached.",
    "card_not_supported": "The card cannot be used for this kind of payment.",
    "currency_not_supported": "The card cannot be charged in this currency.",
    "transaction_not_allowed": "The card cannot be used for this kind of payment.",
    "authentication_required": "The bank wanted its customer to confirm the payment.",
    "authentication_failed": "The giver’s bank asked them to confirm, and that did not happen.",
    "payment_intent_authentication_failure": "The giver’s bank asked them to confirm, and that did not happen.",
    "processing_error": "Something went wrong between the banks; trying again may help.",
    "try_again_later": "The bank could not answer just then; trying again may help.",
    "issuer_not_available": "The bank could not be reached; trying again may help.",
    "testmode_decline": "A test card was used where money is real.",
    "account_closed": "The bank account is closed.",
    "no_account": "There is no such bank account.",
    "debit_not_authorized": "The giver’s bank does not allow this debit.",
    "bank_account_restricted": "The bank account cannot be debited.",
}


def in_words(*codes: str | None) -> str:
    """The first of these codes that we have words for, the most telling first; otherwise the code itself."""
    said = [code for code in codes if code]
    for code in said:
        if code in WORDS:
            return WORDS[code]
    return f"Stripe’s word for it is “{said[0]}”." if said else "Stripe gave no reason."
