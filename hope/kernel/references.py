"""Public names for rows: long enough that nobody guesses one, short enough to read over the telephone."""

import secrets

# No 0/O, 1/I/L, U: each letter can be read aloud and typed back without a mistake.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Which letter a random byte stands for; the few bytes that would favour the first letters are thrown away.
_FAIR = 256 - 256 % len(ALPHABET)
_LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_UNFAIR = bytes(range(_FAIR, 256))


def new_reference(length: int = 24) -> str:
    """A new random name (24 characters hold 117 bits, beyond guessing)."""
    letters = b""
    while len(letters) < length:
        letters += secrets.token_bytes(2 * length).translate(_LETTERS, _UNFAIR)
    return letters[:length].decode("ascii")
