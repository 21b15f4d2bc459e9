"""Prayer, as staff look after it; each file is a page or two.

`listing`   every point, by how it stands
`writing`   a point written and changed
`deeds`     held back, lifted, answered, taken back, deleted
`requests`  what visitors ask for, read before anybody else reads it
`topics`    what partners choose between
`partners`  how many there are and how much is prayed; a list taken over
`preview`   the mail of today, looked at and sent to oneself
"""

from hope.admin.prayer import deeds, listing, partners, preview, requests, topics, writing
from hope.admin.prayer.base import bp

__all__ = ["bp", "deeds", "listing", "partners", "preview", "requests", "topics", "writing"]
