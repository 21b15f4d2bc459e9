"""Whether a port is free, in words that say what to do when it is not."""

import errno
import socket

REASONS = {
    errno.EADDRINUSE: "is taken by another program",
    errno.EACCES: "may be used by root only",
    errno.EADDRNOTAVAIL: "is on an address that this machine does not have",
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
        except OSError as error:
            reason = REASONS.get(error.errno or 0, f"cannot be used ({error.strerror})")
            other = port + 1 if port < 65535 else 8000
            raise Taken(
                f"port {port} on {host}, for {use}, {reason}. Choose another: make run {variable}={other}"
            ) from None
