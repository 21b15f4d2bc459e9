"""Whether a port is free, in words that say what to do when it is not."""

import errno
import socket

REASONS = {
    errno.EADDRINUSE: "is taken by another program",
    errno.EACCES: "may be used by root only",
}


class Taken(Exception):
    """A port that cannot be had, and which setting chooses another."""


def require_free(host: str, port: int, variable: str, use: str) -> None:
    """Raise Taken unless this port can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, UnicodeError) as error:
            if not isinstance(error, OSError) or error.errno not in REASONS:
                raise Taken(f"HOST: {host!r} is no address of this machine; 127.0.0.1 is one") from None
            other = port + 1 if port < 65535 else 8000
            raise Taken(
                f"port {port} on {host}, for {use}, {REASONS[error.errno]}. Choose another: make run {variable}={other}"
            ) from None
