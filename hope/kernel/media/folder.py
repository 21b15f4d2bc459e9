"""Pictures in a folder of this machine: the usual case."""

import os
import secrets
from pathlib import Path

from hope.kernel.media.store import Missing, StoreError


class Folder:
    """Files side by side in one folder, made when the first one is written."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    def write(self, name: str, data: bytes) -> None:
        # Under another name until it is whole and on the disk: whoever asks meanwhile finds all of it or nothing.
        part = self._at(f".{name}.{secrets.token_hex(4)}.part")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._at(name))
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreError(f"{name} could not be kept: {error.strerror}") from error

    def read(self, name: str) -> bytes:
        try:
            return self._at(name).read_bytes()
        except (FileNotFoundError, IsADirectoryError):
            raise Missing(name) from None
        except OSError as error:
            raise StoreError(f"{name} could not be read: {error.strerror}") from error

    def delete(self, name: str) -> None:
        try:
            self._at(name).unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{name} could not be deleted: {error.strerror}") from error

    def _at(self, name: str) -> Path:
        # The names are ours, and checked where they come from an address; this is the second lock on the door.
        if "/" in name or "\\" in name or "\0" in name or name in ("", ".", ".."):
            raise Missing(name)
        return self.path / name
