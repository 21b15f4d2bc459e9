"""What the search knows of stories and partners."""

from collections.abc import Iterator

from hope.kernel.search.index import Entry, indexed, part_of
from hope.spotlight import body
from hope.spotlight.models import Organization, OrganizationFact, Story


@indexed(Story)
def _story(story: Story) -> Iterator[Entry]:
    """A story from its moment on, as long as it may be told; nobody finds a draft."""
    if story.published_at is None or story.withdrawn_at is not None:
        return
    names = [tag.name for tag in story.tags]
    names += [story.organization.name] if story.organization else []
    words = f"{body.bare_words(story.body)} {' '.join(names)} {story.byline}"
    yield Entry("story", story.slug, story.title, story.summary, words, story.published_at, story.shown_until)


@indexed(Organization)
def _partner(partner: Organization) -> Iterator[Entry]:
    """A partner, by what is known of it."""
    known = " ".join(fact.statement for fact in partner.facts)
    words = f"{partner.base} {partner.founded} {partner.quote} {known}"
    yield Entry("organization", partner.slug, partner.name, partner.summary, words)


part_of(OrganizationFact, lambda fact: fact.organization)
