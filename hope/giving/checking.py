"""Whether a receipt still counts, told to whoever holds its number and its code, and no word about the giver."""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving.acknowledgment import in_kind_of
from hope.giving.models import Receipt
from hope.kernel.money import Money

_DASHES = re.compile(r"[\s\u2010-\u2015\u2212-]+")


class Standing(StrEnum):
    """What has become of one version of a receipt."""

    CURRENT = "current"
    REPLACED = "replaced"
    VOID = "void"


@dataclass(frozen=True)
class Verdict:
    """What the holder of one version of a receipt may know."""

    standing: Standing
    number: str
    version: int
    given_at: datetime
    total: Money
    kept: Money
    newest_version: int
    newest_issued_at: datetime
    # Things have no value on a receipt, and so none here.
    in_kind: str = ""


def look_up(session: Session, number: str, code: str) -> Verdict | None:
    """The standing of the version that this code stands on; None for every wrong pair, whatever is wrong with it."""
    versions = session.scalars(
        select(Receipt).where(Receipt.number == as_number(number)).order_by(Receipt.version)
    ).all()
    asked = as_code(code)
    held = [version for version in versions if hmac.compare_digest(version.code, asked)]
    if not held:
        return None
    return _verdict(session, held[-1], versions[-1])


def as_number(typed: str) -> str:
    """A receipt's number as we write it, whichever dash or space somebody typed."""
    return _DASHES.sub("-", typed.strip())


def as_code(typed: str) -> str:
    """A code without the dash and the small letters that people give it."""
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())


def _verdict(session: Session, held: Receipt, newest: Receipt) -> Verdict:
    standing = Standing.CURRENT if held is newest else Standing.REPLACED
    return Verdict(
        standing=standing if newest.kept else Standing.VOID,
        number=held.number,
        version=held.version,
        given_at=held.gift.given_at,
        total=held.gift.total,
        kept=held.kept,
        newest_version=newest.version,
        newest_issued_at=newest.issued_at,
        in_kind=in_kind_of(session, held.gift_id),
    )
