"""The places of the staff pages, as data: what each is called, where it is, and which right opens it."""

from dataclasses import dataclass

from hope.accounts.rights import Right, Role, may


@dataclass(frozen=True)
class Place:
    """A page that one goes to from the side."""

    label: str
    endpoint: str
    right: Right
    # Other parts of the staff pages that belong here as well.
    parts: tuple[str, ...] = ()

    def is_here(self, blueprint: str | None) -> bool:
        """True when the page being shown belongs to this place."""
        return blueprint in (self.endpoint.split(".")[0], *self.parts)


@dataclass(frozen=True)
class Group:
    """Places that belong together."""

    title: str
    places: tuple[Place, ...]


GROUPS = (
    Group("", (Place("Today", "admin_dashboard.index", Right.SEE_DASHBOARD),)),
    Group(
        "Giving",
        (
            Place("Gifts", "admin_gifts.index", Right.SEE_GIFTS),
            Place("Recurring gifts", "admin_recurring.index", Right.SEE_GIFTS),
            Place("Supporters", "admin_supporters.index", Right.SEE_GIFTS),
            Place("Letters", "admin_letters.index", Right.SEE_GIFTS),
            Place("Cards", "admin_cards.index", Right.LOOK_AFTER_CARDS),
            Place("Shared gifts", "admin_shared_gifts.index", Right.LOOK_AFTER_CARDS),
            Place("Grants", "admin_grants.index", Right.SEE_GRANTS),
            Place("Books", "admin_books.index", Right.SEE_BOOKS, ("admin_statements",)),
        ),
    ),
    Group(
        "Content",
        (
            Place(
                "Campaigns",
                "admin_campaigns.index",
                Right.SEE_CONTENT,
                ("admin_campaign_steps", "admin_tiers", "admin_updates", "admin_matches", "admin_wall"),
            ),
            Place("Stories", "admin_stories.index", Right.SEE_CONTENT, ("admin_consents",)),
            Place(
                "Partners", "admin_organizations.index", Right.SEE_CONTENT, ("admin_facts", "admin_asking")
            ),
            Place("Prayer", "admin_prayer.index", Right.SEE_CONTENT),
            Place("Pictures", "admin_media.index", Right.SEE_CONTENT),
        ),
    ),
    Group(
        "Engine room",
        (
            Place("Events", "admin_events.index", Right.RUN_MACHINES),
            Place("Mail", "admin_mail.index", Right.RUN_MACHINES),
            Place("Staff", "admin_staff.index", Right.MANAGE_STAFF),
            Place("Audit", "admin_audit.index", Right.SEE_AUDIT),
            Place("Settings", "admin_settings.index", Right.CHANGE_SETTINGS),
        ),
    ),
)


def places_for(role: Role | None) -> list[Group]:
    """The groups that somebody of this role sees; an empty group is left out."""
    seen = [Group(g.title, tuple(p for p in g.places if may(role, p.right))) for g in GROUPS]
    return [group for group in seen if group.places]
