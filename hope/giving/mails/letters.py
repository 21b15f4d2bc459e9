"""What a giver wrote, for whoever reads the charity's mail."""

from typing import Any

from hope.giving.mails.words import absolute, charity
from hope.giving.models import GiverLetter
from hope.kernel.db import db
from hope.kernel.mail.compose import NothingToSay, composer


@composer("giver_letter", readable=True)
def giver_letter(letter_id: int) -> dict[str, Any]:
    """A letter about a gift, and where to answer it."""
    letter = db.session.get(GiverLetter, letter_id)
    if letter is None:  # its writer asked to be forgotten meanwhile
        raise NothingToSay
    return {
        "gift": letter.gift,
        "words": letter.words,
        "email": letter.gift.supporter.email,
        "charity": charity(),
        "letter_url": absolute("admin_letters.index"),
    }
