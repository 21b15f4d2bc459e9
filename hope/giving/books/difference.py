"""One line of what `flask books check` lists."""

from dataclasses import dataclass
from typing import Any

from hope.kernel.money import Money

Shape = dict[str, Any]
NEVER_CAME = "its event never came"


@dataclass(frozen=True)
class Difference:
    """One thing that two books say differently: amounts in minor units, states in words, `None` for nothing known."""

    what: str
    ours: int | str | None
    theirs: int | str | None
    currency: str
    cause: str
    # What to ask Stripe about again, as (kind, id); empty where asking cannot help.
    ask: tuple[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.what}: ours {self.say(self.ours)}, theirs {self.say(self.theirs)} ({self.cause})"

    def say(self, value: int | str | None) -> str:
        """One side of it in words."""
        if isinstance(value, int):
            return f"{Money(value, self.currency).decimal} {self.currency}"
        return value or "nothing"
