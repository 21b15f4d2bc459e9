"""What each step in the life of a campaign says before it is taken, and after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hope.campaigns.models import Campaign
from hope.kernel.web.filters import begins, ends

Points = Callable[[Campaign, datetime], list[str]]


@dataclass(frozen=True)
class StepWords:
    """A step in words: a question, a button, its name in the audit, what was done, and what will happen."""

    title: str
    label: str
    action: str
    done: str
    points: Points
    danger: bool = False


def _publication(campaign: Campaign, moment: datetime) -> list[str]:
    zone = campaign.time_zone
    later = campaign.starts_at is not None and campaign.starts_at > moment
    said = ["Everybody can see it: on the front page, in the list of campaigns, and from search engines."]
    if later and campaign.starts_at:
        said.append(f"People can give from {begins(campaign.starts_at, zone)}.")
    else:
        said.append("People can give at once.")
    if campaign.ends_at:
        said.append(f"It ends by itself: {ends(campaign.ends_at, zone)}.")
    return [
        *said,
        f"Its currency, {campaign.currency}, stays as it is from then on. Everything else can be changed.",
    ]


def _ending(_campaign: Campaign, _moment: datetime) -> list[str]:
    return [
        "Its page stays, says that it has ended, and thanks those who gave. Nobody can give to it any more.",
        "Recurring gifts that were begun for it go on: whoever gives them decides.",
        "You can open it again.",
    ]


def _reopening(campaign: Campaign, moment: datetime) -> list[str]:
    said = ["People can give to it again, from this moment on."]
    if campaign.ends_at and campaign.ends_at <= moment:
        was = ends(campaign.ends_at, campaign.time_zone)
        said.append(f"Its end ({was}) has passed and is taken away. Set another one on its form if you like.")
    return said


def _archive(_campaign: Campaign, _moment: datetime) -> list[str]:
    return [
        "It disappears from the list of campaigns. Its page still answers those who have the address.",
        "Gifts, receipts and the books stay as they are. You can take it out again.",
    ]


def _restoration(_campaign: Campaign, _moment: datetime) -> list[str]:
    return ["It stands in the list of ended campaigns again. Nobody can give to it until it is opened."]


STEPS = {
    "publication": StepWords("Publish", "Publish", "publish campaign", "It is published.", _publication),
    "ending": StepWords("End", "End this campaign", "end campaign", "It has ended.", _ending, danger=True),
    "reopening": StepWords("Open again", "Open it again", "reopen campaign", "It is open again.", _reopening),
    "archive": StepWords(
        "Put into the archive",
        "Put it into the archive",
        "archive campaign",
        "It is in the archive.",
        _archive,
    ),
    "restoration": StepWords(
        "Take out of the archive",
        "Take it out",
        "restore campaign",
        "It is out of the archive.",
        _restoration,
    ),
}
