"""Where a picture is shown. Features say it here, because the kernel knows none of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Use:
    """One place that shows a picture: what it is ("Campaign"), how it is called, and the page to change it on."""

    picture_id: int
    kind: str
    name: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


Finder = Callable[[Session, Sequence[int]], Iterable[Use]]
_finders: list[Finder] = []


def shows_pictures(finder: Finder) -> Finder:
    """Register a function that finds, for the numbers of some pictures, where its feature shows them."""
    _finders.append(finder)
    return finder


def uses_of(session: Session, picture_ids: Sequence[int]) -> dict[int, list[Use]]:
    """Every place that shows one of these pictures, by picture."""
    found: dict[int, list[Use]] = {picture_id: [] for picture_id in picture_ids}
    for finder in _finders if picture_ids else ():
        for use in finder(session, picture_ids):
            found[use.picture_id].append(use)
    return found
