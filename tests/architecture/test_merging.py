"""Whatever belongs to a person follows them when two rows become one: no table is forgotten, none vanishes unseen."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table

from hope.kernel.db import Base

# Which module moves it, or drops it on purpose, when `hope.accounts.merging.merge` is called.
FOLLOWED = {
    "campaign_giver": "hope.giving.merging",
    "campaign_reader": "hope.campaigns.readers.keeping",
    "gift": "hope.giving.merging",
    "gift_summary": "hope.giving.merging",
    "made_statement": "hope.giving.merging",
    "passkey": "hope.accounts.merging",
    "passkey_challenge": "hope.accounts.merging",
    "prayer_partner": "hope.prayer.merging",
    "quiet_giver": "hope.giving.merging",
    "recovery_code": "hope.accounts.merging",
    "recurring_gift": "hope.giving.merging",
    "sign_in": "hope.accounts.merging",
    "sign_in_link": "hope.accounts.merging",
    "supporter_address": "hope.accounts.merging",
    "supporter_word": "hope.accounts.finding",
    "totp_key": "hope.accounts.merging",
    "wrong_codes": "hope.accounts.merging",
}


def belonging(metadata: MetaData) -> set[str]:
    """The tables whose rows belong to a supporter."""
    return {
        table.name
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.target_fullname == "supporter.id"
    }


def test_every_table_of_a_person_follows_them():
    assert belonging(Base.metadata) == set(FOLLOWED), (
        "say who moves it, and move it (hope/accounts/merging.py)"
    )


def test_a_forgotten_table_is_caught():
    planted = MetaData()
    Table("supporter", planted, Column("id", Integer, primary_key=True))
    Table("vow", planted, Column("supporter_id", ForeignKey("supporter.id")))
    assert belonging(planted) - set(FOLLOWED) == {"vow"}
