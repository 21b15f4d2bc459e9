"""What is loaded at the start stays to the end."""

import gc


def settle() -> None:
    """Spare a process that has loaded everything the search, again and again, for what of it could be thrown away.

    That search holds up whoever is being answered for a fifth of a second; it is left to what came since
    (`gc.freeze`, https://docs.python.org/3/library/gc.html), and done less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)
