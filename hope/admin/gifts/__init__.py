"""Gifts, as staff see and mend them; each file is a page or two.

`listing`    every gift, searched, narrowed, added up
`showing`    one gift’s whole story, told by `telling`
`entering`   one that came on paper, and taking an entry back
`moving`     from one campaign to another
`refunding`  sending one back; `consequences` says what would happen
`exporting`  them all, or those that were looked for, as a file
`importing`  past ones from a file; `tasks` is what the worker does about that
`attempts`   who began to give, how far that came, and why not further
"""

from hope.admin.gifts import attempts, entering, exporting, importing, listing, moving, refunding, showing
from hope.admin.gifts.base import bp

__all__ = [
    "attempts",
    "bp",
    "entering",
    "exporting",
    "importing",
    "listing",
    "moving",
    "refunding",
    "showing",
]
