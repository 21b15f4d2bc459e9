"""A gift is named otherwise in public; the books and the receipt stay as they are."""

from sqlalchemy.orm import Session

from hope.giving.models import Gift
from hope.giving.pledge import Naming
from hope.kernel import audit

TOLD = ("naming", "show_amount")


def name(session: Session, gift: Gift, naming: str, show_amount: bool, actor: str) -> None:
    """Name this one gift so; another gift may be named otherwise."""
    before = audit.look_of(gift, TOLD)
    gift.naming, gift.show_amount = Naming(naming), show_amount
    details = audit.differences(before, audit.look_of(gift, TOLD))
    audit.note(session, actor, "name gift", f"gift:{gift.id}", details=details)
