"""Every table of the spotlight."""

from hope.spotlight.models.consent import Consent, ConsentPicture, ConsentStory
from hope.spotlight.models.organization import (
    FactAnswer,
    Organization,
    OrganizationFact,
    OrganizationSlug,
    Scope,
)
from hope.spotlight.models.story import (
    Door,
    ResourceKind,
    Story,
    StoryDoor,
    StoryPicture,
    StoryResource,
    StorySeries,
    StorySlug,
    StoryState,
    StoryTag,
    story_tagging,
)
from hope.spotlight.models.writing import StoryDraft, StoryVersion

__all__ = [
    "Consent",
    "ConsentPicture",
    "ConsentStory",
    "Door",
    "FactAnswer",
    "Organization",
    "OrganizationFact",
    "OrganizationSlug",
    "ResourceKind",
    "Scope",
    "Story",
    "StoryDoor",
    "StoryDraft",
    "StoryPicture",
    "StoryResource",
    "StorySeries",
    "StorySlug",
    "StoryState",
    "StoryTag",
    "StoryVersion",
    "story_tagging",
]
