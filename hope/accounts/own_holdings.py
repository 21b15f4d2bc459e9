"""What accounts themselves keep of a person: who they are, how they sign in, the letters to them, what was done."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from hope.accounts.holdings import Holding, Row, register
from hope.accounts.merging import OWN
from hope.accounts.models import (
    Passkey,
    RecoveryCode,
    SignIn,
    SignInLink,
    Supporter,
    SupporterAddress,
    TotpKey,
)
from hope.kernel.audit import AuditEntry
from hope.kernel.db import holds_address
from hope.kernel.mail.compose import is_readable
from hope.kernel.mail.models import MailStop, OutgoingMail


def keys_of(session: Session, supporter: Supporter) -> list[str]:
    """Every address that leads to this person, folded as addresses are compared."""
    theirs = select(SupporterAddress.email_key).where(SupporterAddress.supporter_id == supporter.id)
    return sorted({*session.scalars(theirs), *([supporter.email_key] if supporter.email else [])})


def _person(session: Session, supporter: Supporter) -> Iterator[Row]:
    yield {
        "name": supporter.name,
        "main address": supporter.email,
        "address proved": supporter.verified_at,
        "news wanted since": supporter.news_wanted_at,
        "role among the staff": supporter.staff_role,
        "known since": supporter.created_at,
    }


def _addresses(session: Session, supporter: Supporter) -> Iterator[Row]:
    theirs = select(SupporterAddress).where(SupporterAddress.supporter_id == supporter.id)
    for one in session.scalars(theirs.order_by(SupporterAddress.id)):
        yield {"address": one.email, "proved": one.proved_at, "added": one.created_at}
    stops = select(MailStop).where(MailStop.email_key.in_(keys_of(session, supporter)))
    for stop in session.scalars(stops):
        yield {
            "address": stop.email_key,
            "no list writes here since": stop.stopped_at,
            "because": stop.reason,
        }


def _ways_in(session: Session, supporter: Supporter) -> Iterator[Row]:
    who = supporter.id
    for browser in session.scalars(select(SignIn).where(SignIn.supporter_id == who)):
        yield _way("a browser that is signed in", browser.browser, browser.created_at, browser.seen_at)
    for passkey in session.scalars(select(Passkey).where(Passkey.supporter_id == who)):
        yield _way("a passkey", passkey.name, passkey.created_at, passkey.used_at)
    for app in session.scalars(select(TotpKey).where(TotpKey.supporter_id == who)):
        yield _way("an authenticator app", "", app.created_at, None)
    for code in session.scalars(select(RecoveryCode).where(RecoveryCode.supporter_id == who)):
        yield _way("a recovery code, of which we keep a hash", "", code.created_at, code.used_at)
    for link in session.scalars(select(SignInLink).where(SignInLink.supporter_id == who)):
        yield _way("a link in a letter", link.email, link.created_at, link.used_at)


def _way(what: str, name: str, since: object, used: object) -> Row:
    return {"what": what, "name": name, "since": since, "last used": used}


def _letters(session: Session, supporter: Supporter) -> Iterator[Row]:
    """Letters with their words, where those are kept: what opens a door is never written into a file."""
    letters = select(OutgoingMail).where(_to(session, supporter)).order_by(OutgoingMail.id)
    for mail in session.scalars(letters):
        yield {
            "about": mail.kind.replace("_", " "),
            "to": mail.recipient,
            "subject": mail.subject,
            "sent": mail.sent_at,
            "words": mail.text if is_readable(mail.kind) else "",
        }


def _acts(session: Session, supporter: Supporter) -> Iterator[Row]:
    me = f"supporter:{supporter.id}"
    acts = select(AuditEntry).where(or_(AuditEntry.subject == me, AuditEntry.actor == me))
    for act in session.scalars(acts.order_by(AuditEntry.id)):
        by = "you" if act.actor == me else "our staff, or one of our programs"
        details = ", ".join(f"{name}: {_became(value)}" for name, value in (act.details or {}).items())
        yield {"what": act.action, "by": by, "when": act.at, "reason": act.reason, "details": details}


def _became(value: object) -> object:
    """What something is, or what it was and became."""
    return f"{value['before']} → {value['after']}" if isinstance(value, dict) and "after" in value else value


def _to(session: Session, supporter: Supporter) -> ColumnElement[bool]:
    """Mail to any address of theirs, however it was typed."""
    typed = select(SupporterAddress.email).where(SupporterAddress.supporter_id == supporter.id)
    known = {supporter.email, *session.scalars(typed)} - {""}
    return holds_address(OutgoingMail.recipient, known.union(keys_of(session, supporter)))


def _forget_letters(session: Session, supporter: Supporter) -> None:
    session.execute(delete(OutgoingMail).where(_to(session, supporter)))


def _forget_addresses(session: Session, supporter: Supporter) -> None:
    """No address leads here any more; left in peace is then whoever has it next, too."""
    keys = keys_of(session, supporter)
    session.execute(delete(MailStop).where(MailStop.email_key.in_(keys)))
    session.execute(delete(SignInLink).where(SignInLink.email_key.in_(keys)))


def _forget_ways_in(session: Session, supporter: Supporter) -> None:
    for table in (*OWN, Passkey):
        session.execute(delete(table).where(table.supporter_id == supporter.id))


def _forget_words_of_acts(session: Session, supporter: Supporter) -> None:
    """That something was done stays in the audit; what it says of the person does not."""
    about = update(AuditEntry).where(AuditEntry.subject == f"supporter:{supporter.id}")
    session.execute(about.values(details={}, reason=""))


def _leave(session: Session, supporter: Supporter) -> None:
    """The row of the person itself is emptied last, by whoever erases."""


register(Holding("account", "You", _person, _leave, "Your name, and every address of yours."))
register(Holding("account_addresses", "Your addresses", _addresses, _forget_addresses))
register(
    Holding("account_ways_in", "How you sign in", _ways_in, _forget_ways_in, "Passkeys, and every sign-in.")
)
register(
    Holding("letters", "Letters to you", _letters, _forget_letters, "Our letters to you, sent or waiting.")
)
register(
    Holding(
        "notes_of_acts",
        "What was done in your account",
        _acts,
        _forget_words_of_acts,
        stays="That something was done in your account, such as a change of name; without any name.",
    )
)
