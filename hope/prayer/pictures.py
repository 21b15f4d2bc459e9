"""Which prayer points show a picture."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.kernel.media.uses import Use, shows_pictures
from hope.prayer.models import PrayerPoint


@shows_pictures
def uses(session: Session, picture_ids: Sequence[int]) -> Iterator[Use]:
    """Each point whose page shows one of these pictures."""
    points = select(PrayerPoint).where(PrayerPoint.picture_id.in_(picture_ids)).order_by(PrayerPoint.id)
    for point in session.scalars(points):
        yield Use(
            point.picture_id or 0, "Prayer point", point.title, "admin_prayer.edit", {"point_id": point.id}
        )
