"""Passkeys: a device signs a question of ours, and so shows that it is the one that was registered.

The device asks for a finger, a face or a PIN first, so a passkey is two factors in one.
"""

import base64
import binascii
import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

import webauthn
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn.helpers import exceptions
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hope.accounts.durations import CHALLENGE_LIFE
from hope.accounts.models import Passkey, PasskeyChallenge, Supporter
from hope.kernel.clock import now

MOST = 20  # passkeys of one person
LARGEST = 32 * 1024
REFUSED = (exceptions.WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


class NotAccepted(Exception):
    """What the browser sent proves nothing."""


@dataclass(frozen=True)
class Place:
    """Where passkeys are made and used: they work for one name of a site, and from its pages."""

    name: str
    host: str
    origin: str


def options_to_register(session: Session, supporter: Supporter, place: Place) -> str:
    """What the browser needs to make a passkey for this person, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name=place.name,
        user_id=hashlib.sha256(f"{place.host}:{supporter.id}".encode()).digest(),
        user_name=supporter.email,
        user_display_name=supporter.name,
        challenge=_challenge(session, supporter.id),
        exclude_credentials=[_descriptor(passkey) for passkey in of(session, supporter.id)],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return webauthn.options_to_json(options)


def register(session: Session, supporter: Supporter, answer: str, name: str, place: Place) -> Passkey:
    """Keep the public half of a passkey that the browser made; raises NotAccepted."""
    credential = _read(answer)
    challenge = _take_challenge(session, credential, supporter.id)
    if len(of(session, supporter.id)) >= MOST:
        raise NotAccepted("too many")
    try:
        verified = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except REFUSED as error:
        raise NotAccepted(type(error).__name__) from error
    credential_id = webauthn.helpers.bytes_to_base64url(verified.credential_id)
    if session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)):
        raise NotAccepted("known already")
    passkey = Passkey(
        supporter_id=supporter.id,
        credential_id=credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name[: Passkey.NAME_LIMIT],
    )
    session.add(passkey)
    session.flush()
    return passkey


def options_to_prove(session: Session, place: Place, supporter_id: int | None = None) -> str:
    """What the browser needs to use a passkey, as JSON: one of this person's, or whichever it has for the site."""
    mine = of(session, supporter_id) if supporter_id else []
    options = webauthn.generate_authentication_options(
        rp_id=place.host,
        challenge=_challenge(session, supporter_id),
        allow_credentials=[_descriptor(passkey) for passkey in mine],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def prove(session: Session, answer: str, place: Place, supporter_id: int | None = None) -> Passkey:
    """The passkey that signed our question, and so its person; raises NotAccepted."""
    credential = _read(answer)
    challenge = _take_challenge(session, credential, supporter_id)
    name = _name(credential.get("id"))
    wanted = select(Passkey).where(Passkey.credential_id == name).with_for_update()
    passkey = session.scalar(wanted)
    if passkey is None or supporter_id not in (None, passkey.supporter_id):
        raise NotAccepted("not known")
    try:
        verified = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except REFUSED as error:
        raise NotAccepted(type(error).__name__) from error
    passkey.sign_count, passkey.used_at = verified.new_sign_count, now()
    return passkey


def of(session: Session, supporter_id: int) -> list[Passkey]:
    """The passkeys of a person, the oldest first."""
    mine = select(Passkey).where(Passkey.supporter_id == supporter_id).order_by(Passkey.id)
    return list(session.scalars(mine))


def find(session: Session, supporter_id: int, passkey_id: int) -> Passkey | None:
    """One passkey of this person."""
    mine = select(Passkey).where(Passkey.id == passkey_id, Passkey.supporter_id == supporter_id)
    return session.scalar(mine)


def forget_old(session: Session, moment: datetime) -> None:
    """Drop the questions that nobody answered."""
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < moment))


def _challenge(session: Session, supporter_id: int | None) -> bytes:
    challenge = secrets.token_bytes(32)
    text = webauthn.helpers.bytes_to_base64url(challenge)
    expires_at = now() + CHALLENGE_LIFE
    session.add(PasskeyChallenge(challenge=text, supporter_id=supporter_id, expires_at=expires_at))
    session.flush()
    return challenge


def _take_challenge(session: Session, credential: dict[str, object], supporter_id: int | None) -> bytes:
    """The question that was answered, used up with this; it has to have been asked of the same person."""
    asked = delete(PasskeyChallenge).where(PasskeyChallenge.challenge == _answered(credential))
    row = session.execute(
        asked.returning(
            PasskeyChallenge.challenge, PasskeyChallenge.supporter_id, PasskeyChallenge.expires_at
        )
    ).first()
    if row is None or row.supporter_id != supporter_id or row.expires_at < now():
        raise NotAccepted("no such question")
    return bytes(webauthn.base64url_to_bytes(row.challenge))


def _answered(credential: dict[str, object]) -> str:
    response = credential.get("response")
    data = response.get("clientDataJSON") if isinstance(response, dict) else None
    try:
        return _name(json.loads(base64.urlsafe_b64decode(str(data) + "=="))["challenge"])
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError):
        raise NotAccepted("not readable") from None


def _name(value: object) -> str:
    """A name in base64url, fit to be looked for; a database is not asked for anything else."""
    if not isinstance(value, str) or not re.fullmatch(r"[\w-]{1,2000}", value, re.ASCII):
        raise NotAccepted("not readable")
    return value


def _read(answer: str) -> dict[str, object]:
    try:
        credential = json.loads(answer) if len(answer) <= LARGEST else None
    except (ValueError, RecursionError):
        credential = None
    if not isinstance(credential, dict):
        raise NotAccepted("not readable")
    return credential


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(passkey.credential_id))
