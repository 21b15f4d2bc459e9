"""The letter that says that somebody's gift was passed on."""

from typing import Any

from hope.accounts.models import Supporter
from hope.accounts.web.mail_choices import stop_url
from hope.giving.grants.quiet import MAILING
from hope.giving.grants.telling import MAIL, moved_first
from hope.giving.mails.words import absolute, charity, greeted
from hope.giving.models import Grant
from hope.kernel.db import db
from hope.kernel.mail.compose import NothingToSay, composer
from hope.kernel.mail.models import Stream


@composer(MAIL, Stream.LIST)
def gift_moved(grant_id: int, giver: int) -> dict[str, Any]:
    """To whom it went, and where to see what comes of it; nothing when the grant was undone meanwhile."""
    session = db.session()
    grant, supporter = session.get(Grant, grant_id), session.get(Supporter, giver)
    if grant is None or supporter is None or grant.undone_at is not None:
        raise NothingToSay
    gifts = moved_first(session, grant_id, giver)
    if not gifts:
        raise NothingToSay
    return {
        "giver_name": greeted(supporter.name),
        "grant": grant,
        "gifts": gifts,
        "titles": list(dict.fromkeys(share.campaign_title for share in grant.shares)),
        "path_url": absolute("history.show", reference=gifts[-1].reference),
        "transparency_url": absolute("transparency.show"),
        "unsubscribe_url": stop_url(MAILING, supporter.email),
        "charity": charity(),
    }
