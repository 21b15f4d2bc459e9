"""Public names for rows: long enough that nobody guesses one, short enough to read over the telephone."""

import secrets

# No 0/O, 1/I/L, U: each letter can be read aloud and typed back without a mistake.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Which letter a random byte stands for; the few bytes that would favour the first letters are thrown away.
_FAIR = 256 - 256 % len(ALPHABET)
_LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_UNFAIR = bytes(range(_FAIR, 256))

LENGTH = 24  # holds 117 bits, beyond guessing


def new_reference(length: int = LENGTH) -> str:
    """A new random name."""
    letters = b""
    while len(letters) < length:
        letters += secrets.token_bytes(2 * length).translate(_LETTERS, _UNFAIR)
    return letters[:length].decode("ascii")


def is_reference(text: str | None) -> bool:
    """True for what could be one of ours, so that it can be looked for, written down and sent on in a header."""
    return text is not None and len(text) == LENGTH and text.isascii() and text.isalnum()
