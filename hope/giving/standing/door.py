"""How somebody came to a standing gift, which decides what they may do with it and where its pages are."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from hope.giving.models import RecurringGift


@dataclass(frozen=True)
class Door:
    """One way to one standing gift; `key` is what its addresses carry, `actor` the name that the audit writes."""

    recurring: RecurringGift
    blueprint: str
    key: dict[str, Any]
    actor: str
    signed_in: bool

    @property
    def layout(self) -> str:
        """Signed in, it is one of one's own pages; by a link it stands alone."""
        return "layouts/account.html" if self.signed_in else "layouts/narrow.html"

    def to(self, page: str, **more: Any) -> str:
        """The address of a page of this gift behind this door."""
        return url_for(f"{self.blueprint}.{page}", **(self.key | more))

    @property
    def own(self) -> str:
        """The address of the same gift for its giver, signed in."""
        return url_for("own_standing.show", reference=self.recurring.reference)

    def form(self, kind: Any, *about: Any) -> Any:
        """A form for this door: only a session carries a token."""
        return kind(*about, meta={"csrf": self.signed_in})
