"""Who may do what. This table is the whole answer; pages ask it and decide nothing by themselves."""

from enum import StrEnum


class Role(StrEnum):
    """What a member of staff is here for."""

    OWNER = "owner"
    TREASURER = "treasurer"
    EDITOR = "editor"


class Right(StrEnum):
    """Something that staff can do."""

    SEE_DASHBOARD = "see the dashboard"
    SEE_CONTENT = "see campaigns, partners, stories and prayer points"
    EDIT_CONTENT = "change campaigns, partners, stories and prayer points"
    SEE_GIFTS = "see gifts, recurring gifts and supporters"
    LOOK_AFTER_CARDS = "look after cards and shared gifts, and stop them"
    MOVE_MONEY = "refund, move, import and add gifts, and change recurring ones"
    SEE_BOOKS = "see the books and payouts"
    TAKE_OUT = "export gifts, make statements of a year and write to everybody about them"
    SEE_GRANTS = "see what was passed on to partners"
    MAKE_GRANTS = "record what was passed on to partners, and confirm what sponsors add"
    RUN_MACHINES = "look after events, mail and repairs"
    EDIT_SUPPORTERS = "merge and correct supporters"
    FORGET_SUPPORTERS = "forget supporters who asked for it, for good"
    SEE_AUDIT = "see what staff did"
    MANAGE_STAFF = "add and remove staff"
    CHANGE_SETTINGS = "change settings"

    @property
    def needs_fresh(self) -> bool:
        """True where it is not enough to have signed in this morning: the person shows again that it is them."""
        return self in FRESH


OWNER, TREASURER, EDITOR = Role.OWNER, Role.TREASURER, Role.EDITOR

RIGHTS: dict[Right, set[Role]] = {
    Right.SEE_DASHBOARD: {OWNER, TREASURER, EDITOR},
    Right.SEE_CONTENT: {OWNER, TREASURER, EDITOR},
    Right.EDIT_CONTENT: {OWNER, EDITOR},
    Right.SEE_GIFTS: {OWNER, TREASURER},
    Right.LOOK_AFTER_CARDS: {OWNER, TREASURER, EDITOR},
    Right.MOVE_MONEY: {OWNER, TREASURER},
    Right.SEE_GRANTS: {OWNER, TREASURER, EDITOR},
    Right.MAKE_GRANTS: {OWNER, TREASURER},
    Right.SEE_BOOKS: {OWNER, TREASURER},
    Right.TAKE_OUT: {OWNER, TREASURER},
    Right.RUN_MACHINES: {OWNER, TREASURER},
    Right.EDIT_SUPPORTERS: {OWNER, TREASURER},
    Right.FORGET_SUPPORTERS: {OWNER, TREASURER},
    Right.SEE_AUDIT: {OWNER, TREASURER},
    Right.MANAGE_STAFF: {OWNER},
    Right.CHANGE_SETTINGS: {OWNER},
}

# Money, whole lists of people, what cannot be undone, and staff: somebody who finds an unlocked computer can look, and
# can do none of these.
FRESH = {
    Right.MOVE_MONEY,
    Right.MAKE_GRANTS,
    Right.TAKE_OUT,
    Right.MANAGE_STAFF,
    Right.CHANGE_SETTINGS,
    Right.FORGET_SUPPORTERS,
}


def may(role: Role | None, right: Right) -> bool:
    """True when somebody of this role has this right; donors have none."""
    return role in RIGHTS[right]
