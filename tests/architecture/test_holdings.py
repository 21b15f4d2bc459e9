"""Whatever is kept of a person is in the copy that they may have, and is asked about when they are forgotten."""

from flask import Flask
from sqlalchemy import Column, Integer, MetaData, Table

from hope.accounts import holdings
from hope.kernel.db import Base
from tests.architecture.test_merging import belonging

# Which holding shows and forgets each table that belongs to a person; None for what says nothing about them.
HELD = {
    "campaign_giver": None,  # that they are one of so many, by a number that leads to nobody afterwards
    "campaign_reader": "campaigns_read",
    "gift": "gifts",
    "gift_summary": "gifts",
    "made_statement": "statements",
    "passkey": "account_ways_in",
    "passkey_challenge": "account_ways_in",
    "prayer_partner": "prayer",
    "quiet_giver": "quiet",
    "recovery_code": "account_ways_in",
    "recurring_gift": "gifts_standing",
    "sign_in": "account_ways_in",
    "sign_in_link": "account_ways_in",
    "supporter_address": "account_addresses",
    "supporter_word": None,  # words of the name and the addresses, which follow them by themselves
    "totp_key": "account_ways_in",
    "wrong_codes": "account_ways_in",
}


def test_every_table_of_a_person_is_in_the_copy_and_forgotten(app: Flask):
    assert belonging(Base.metadata) == set(HELD), (
        "say which holding it is part of (hope/accounts/holdings.py)"
    )
    assert {name for name in HELD.values() if name} <= set(holdings.names())


# Where an address stands without a row of a person beside it, and who finds it there to forget it.
ADDRESSES = {
    "audit_entry": None,  # staff only, by name: they answer for what they did
    "card_stop": "cards_to_you",
    "checkout": "gifts_tried",
    "mail_stop": "account_addresses",
    "outgoing_mail": "letters",
    "prayer_signup": "prayer",
    "shared_gift": "shared_gifts",
    "sign_in_link": "account_addresses",
    "supporter": "account",
    "supporter_address": "account_addresses",
    "tribute": "cards_sent",
}


def with_addresses(metadata: MetaData) -> set[str]:
    """The tables that have a column for somebody's address."""
    return {
        table.name
        for table in metadata.tables.values()
        for column in table.columns
        if "email" in column.name or column.name == "recipient"
    }


def test_every_address_is_found_when_its_owner_is_to_be_forgotten(app: Flask):
    assert with_addresses(Base.metadata) | {"audit_entry"} == set(ADDRESSES)
    assert {name for name in ADDRESSES.values() if name} <= set(holdings.names())


def test_a_forgotten_address_is_caught():
    planted = MetaData()
    Table("guest_book", planted, Column("writer_email", Integer))
    assert with_addresses(planted) - set(ADDRESSES) == {"guest_book"}
