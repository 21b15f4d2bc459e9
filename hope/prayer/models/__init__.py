"""The tables of prayer: what is prayed for, who is written to, and counts that know no person."""

from hope.prayer.models.counts import Prayer, PrayerDay
from hope.prayer.models.partners import PrayerPartner, PrayerSignup, partner_topic
from hope.prayer.models.points import (
    PointKind,
    PrayerPoint,
    PrayerRequest,
    PrayerTopic,
    Reach,
    point_topic,
)

__all__ = [
    "PointKind",
    "Prayer",
    "PrayerDay",
    "PrayerPartner",
    "PrayerPoint",
    "PrayerRequest",
    "PrayerSignup",
    "PrayerTopic",
    "Reach",
    "partner_topic",
    "point_topic",
]
