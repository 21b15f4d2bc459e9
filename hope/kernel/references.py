"""Public names for rows: long enough that nobody guesses one, short enough to read over the telephone."""

import secrets

# No 0/O, 1/I/L, U: each letter can be read aloud and typed back without a mistake.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference(length: int = 24) -> str:
    """A new random name (24 characters hold 117 bits, beyond guessing)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
