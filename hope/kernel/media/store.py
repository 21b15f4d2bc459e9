"""What a place for files has to be able to do; `folder` and `s3` can."""

from typing import Protocol


class StoreError(Exception):
    """The place for files does not answer, or is full."""


class Missing(StoreError):
    """There is no file of this name."""


class Store(Protocol):
    """Keeps files under names that never mean anything else."""

    def write(self, name: str, data: bytes) -> None:
        """Keep a file: all of it or none, however it ends; raises StoreError."""

    def read(self, name: str) -> bytes:
        """A whole file; raises Missing or StoreError."""

    def delete(self, name: str) -> None:
        """Forget a file; nothing happens when it is not there; raises StoreError."""
