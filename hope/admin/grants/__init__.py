"""What was passed on to partners: listed, recorded, undone, and told about.

`forms`   the form of a grant, one box for each campaign of the partner, and the form of a note
`views`   the pages
"""

from hope.admin.grants.views import bp

__all__ = ["bp"]
