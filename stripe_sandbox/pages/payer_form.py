"""What a person typed on the checkout page, checked as the real page would check it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import cards
from stripe_sandbox.objects.checkout import Payer

EMAIL = re.compile(r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$")
METHODS = {"usd": ("card", "us_bank_account"), "eur": ("card", "sepa_debit")}


class PayerForm:
    """The fields of the checkout page with their values and what is wrong with them."""

    def __init__(self, session: Obj, typed: Mapping[str, str], known_email: str | None) -> None:
        self.methods = METHODS.get(session["currency"], ("card",))
        self.values = {name: typed.get(name, "").strip()[:200] for name in NAMES}
        self.values["email"] = known_email or self.values["email"]
        self.email_fixed = bool(known_email)
        if self.values["method"] not in self.methods:
            self.values["method"] = "card"
        self.asks = session["consent_collection"] or {}
        self.errors: dict[str, str] = {}

    def fill(self, number: str) -> None:
        """Type a test card for the person."""
        self.values |= {"method": "card", "number": number, "expiry": "12 / 34", "cvc": "123"}
        self.values["name"] = self.values["name"] or "Test Person"
        self.values["email"] = self.values["email"] or "test@example.org"

    def refuse(self, field: str, words: str) -> None:
        self.errors.setdefault(field, words)

    def read(self) -> Payer | None:
        """The payer, or None with the errors filled in."""
        if not EMAIL.match(self.values["email"]):
            self.refuse("email", "Enter an email address, like name@example.org.")
        if not self.values["name"]:
            self.refuse("name", "Enter the name of the account holder.")
        if self.asks.get("terms_of_service") == "required" and not self.values["terms"]:
            self.refuse("terms", "Please agree to the terms to go on.")
        read = {"card": self.read_card, "us_bank_account": self.read_bank, "sepa_debit": self.read_sepa}
        instrument = read[self.values["method"]]()
        if self.errors or instrument is None:
            return None
        return Payer(
            email=self.values["email"],
            name=self.values["name"],
            country=self.values["country"] or "US",
            postal_code=self.values["postal_code"] or None,
            instrument=instrument,
            expiry=self.expiry() or (12, 2034),
            promotions=bool(self.values["promotions"]),
            terms=bool(self.values["terms"]),
        )

    def read_card(self) -> cards.Instrument | None:
        number = re.sub(r"[\s-]", "", self.values["number"])
        found = cards.card(number)
        if found is None:
            short = re.fullmatch(r"\d{0,12}", number, re.ASCII)
            self.refuse(
                "number", "Your card number is incomplete." if short else "Your card number is invalid."
            )
        expiry, now = self.expiry(), datetime.now(UTC)
        if expiry is None:
            self.refuse("expiry", "Your card's expiration date is incomplete. Write it as MM / YY.")
        elif (expiry[1], expiry[0]) < (now.year, now.month):
            self.refuse("expiry", "Your card's expiration date is in the past.")
        if not re.fullmatch(r"\d{3,4}", self.values["cvc"], re.ASCII):
            self.refuse("cvc", "Your card's security code is incomplete.")
        return found

    def expiry(self) -> tuple[int, int] | None:
        found = re.fullmatch(r"(\d{1,2})\s*/?\s*(?:20)?(\d{2})", self.values["expiry"], re.ASCII)
        if not found or not 1 <= int(found[1]) <= 12:
            return None
        return int(found[1]), 2000 + int(found[2])

    def read_bank(self) -> cards.Instrument | None:
        found = cards.us_bank_account(self.values["routing"], self.values["account"])
        if found is None:
            self.refuse(
                "account", "Only the test accounts below are taken here, with routing number 110000000."
            )
        return found

    def read_sepa(self) -> cards.Instrument | None:
        found = cards.sepa_debit(self.values["iban"])
        if found is None:
            self.refuse("iban", "Enter a test IBAN, like DE89 3704 0044 0532 0130 00.")
        return found


NAMES = (
    "email", "method", "number", "expiry", "cvc", "routing", "account", "iban", "name", "country", "postal_code",
    "promotions", "terms",
)  # fmt: skip
