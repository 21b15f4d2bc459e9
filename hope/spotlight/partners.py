"""Partners: making, changing and deleting them, and when what is known of one has to be looked at again."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hope.kernel import addresses
from hope.spotlight.models import Organization, OrganizationFact, OrganizationSlug, Scope

PLAIN = (
    *("name", "founded", "base", "summary", "website", "shop", "scene", "scene_alt"),
    *("quote", "quote_by", "quote_source", "street", "street_is_shown"),
)
# A fact that nobody has checked for this long may be wrong by now.
STALE_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class Wish:
    """How somebody would like a partner to be shown; `plain` goes into the row as it is."""

    slug: str
    scope: Scope
    plain: dict[str, Any]


def create(session: Session, wish: Wish) -> Organization:
    """A new partner; raises Unfit."""
    slug = addresses.choose(session, OrganizationSlug, wish.slug, wish.plain["name"], "partner", None)
    organization = Organization(slug=slug)
    _write(organization, wish)
    addresses.add(session, organization)
    return organization


def change(session: Session, organization: Organization, wish: Wish) -> None:
    """Show a partner as somebody wishes it; its old address leads to the new one. Raises Unfit."""
    name = wish.plain["name"]
    slug = addresses.choose(session, OrganizationSlug, wish.slug, name, "partner", organization.id)
    addresses.move(session, organization, slug, keep_old=True)
    _write(organization, wish)


def delete(session: Session, organization: Organization) -> bool:
    """Delete a partner; False, and nothing is deleted, when anything on the site is about it."""
    try:
        with session.begin_nested():
            session.delete(organization)
    except IntegrityError:
        return False
    return True


def is_stale(fact: OrganizationFact, today: date) -> bool:
    """True for a fact that somebody should check again."""
    return fact.checked_on < today - STALE_AFTER


def _write(organization: Organization, wish: Wish) -> None:
    organization.scope = wish.scope
    for name, value in wish.plain.items():
        setattr(organization, name, value)
