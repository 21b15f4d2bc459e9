"""What people type, made fit to keep: composed, without what nobody can see."""

import unicodedata

# A new line, and the joiners without which Persian, Indic words and some emoji fall apart.
KEPT = {"\n", "\u200c", "\u200d"}


def clean(text: str | None) -> str:
    """What was typed, composed (NFC), without control characters and the spaces around it.

    Direction overrides (U+202A-202E, U+2066-2069) go too: they let one person's name rearrange a whole line.
    """
    composed = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n"))
    kept = "".join(c for c in composed if c in KEPT or not _is_unseen(c)).strip()
    return "" if set(kept) <= KEPT else kept


def _is_unseen(letter: str) -> bool:
    """True for what is no letter at all: controls, format marks, halves of pairs, Unicode's noncharacters."""
    noncharacter = ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF
    return noncharacter or unicodedata.category(letter) in ("Cc", "Cf", "Cs")


def one_line(text: str | None) -> str:
    """As `clean`, with every run of white space made one space."""
    return " ".join(clean(text).split())
