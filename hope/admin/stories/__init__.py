"""Stories as staff see them.

`form`       what is typed, and where the doors of a story can lead
`listing`    the list, and one story with all that belongs to it
`writing`    writing with a live preview; what is typed is kept by itself, and every saved version too
`steps`      the gentle check, publishing now or at a minute, taking off the site
`resources`  what to read and to watch on
"""

from hope.admin.stories import listing as _listing  # noqa: F401  adds its pages
from hope.admin.stories import resources as _resources  # noqa: F401  adds its pages
from hope.admin.stories import steps as _steps  # noqa: F401  adds its pages
from hope.admin.stories import writing as _writing  # noqa: F401  adds its pages
from hope.admin.stories.base import bp

__all__ = ["bp"]
