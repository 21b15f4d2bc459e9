"""The pages of prayer: `pages` for everyone, `joining` and `own` for one person, `files` for calendars and readers."""

from hope.prayer.views import files, joining, mailing, own, pages

__all__ = ["PRAYER", "mailing"]
PRAYER = [pages.bp, joining.bp, own.bp, files.bp]
