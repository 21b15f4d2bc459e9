"""What a test or the dashboard may change while the sandbox runs."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from stripe_sandbox.core.errors import invalid

KINDS = ("500", "429", "409", "drop_after_commit", "500_after_commit", "slow")


@dataclass
class Fault:
    """A misfortune that strikes the next calls that match."""

    match: str
    kind: str
    times: int = 1
    seconds: float = 1.0

    def fits(self, method: str, path: str) -> bool:
        return self.times > 0 and self.match in (f"{method} {path}", path, "*")


@dataclass
class Settings:
    """How the sandbox behaves."""

    webhooks: str = "deliver"
    duplicate: int = 0
    shuffle: bool = False
    delay: float = 0.0
    balance_transaction: str = "immediate"
    fee_basis_points: int = 290
    fee_fixed: int = 30
    retry_base: float = 2.0
    max_attempts: int = 8
    after_retries: str = "cancel"
    portal_saved: bool = True
    faults: list[Fault] = field(default_factory=list)

    def change(self, wanted: dict[str, Any]) -> None:
        """Take over the named settings; a name or value that means nothing is refused."""
        known = {entry.name: entry for entry in fields(self)}
        for name, value in wanted.items():
            if name not in known:
                raise invalid(f"No such setting: {name}", name)
            if value not in CHOICES.get(name, (value,)):
                raise invalid(f"{name} must be one of {', '.join(CHOICES[name])}", name)
        for name, value in wanted.items():
            setattr(self, name, read_faults(value) if name == "faults" else type(getattr(self, name))(value))

    def shown(self) -> dict[str, Any]:
        """All settings as plain data."""
        return asdict(self)


CHOICES: dict[str, tuple[str, ...]] = {
    "webhooks": ("deliver", "hold", "drop"),
    "balance_transaction": ("immediate", "late"),
    "after_retries": ("cancel", "unpaid", "past_due"),
}


def read_faults(wanted: list[dict[str, Any]]) -> list[Fault]:
    faults = [Fault(**entry) for entry in wanted]
    for fault in faults:
        if fault.kind not in KINDS:
            raise invalid(f"A fault's kind must be one of {', '.join(KINDS)}", "faults")
    return faults
