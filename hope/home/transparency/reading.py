"""The sums of the books by campaign, year and currency: as many rows are read as there are campaigns and years."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hope.campaigns.models import Campaign, CampaignState
from hope.giving.models import CampaignYear, Grant
from hope.kernel.money import Money

GRANTS = 12


@dataclass(frozen=True)
class Flow:
    """What happened to money; signed as in the books, so that all parts together are what waits."""

    given: Money
    matched: Money
    moved: Money
    went_back: Money
    fees: Money
    granted: Money

    def __add__(self, other: "Flow") -> "Flow":
        return Flow(*(ours + theirs for ours, theirs in zip(_parts(self), _parts(other), strict=True)))

    @property
    def raised(self) -> Money:
        """What came in: gifts, what sponsors added, and what was moved here from another campaign."""
        return self.given + self.matched + self.moved

    @property
    def waiting(self) -> Money:
        """What is left of it with us."""
        return self.raised + self.went_back + self.fees + self.granted


@dataclass(frozen=True)
class CampaignFlow:
    """One campaign in all its years; without an address where the public cannot see it."""

    title: str
    slug: str | None
    flow: Flow


@dataclass(frozen=True)
class YearFlow:
    """One year of all campaigns, and what waited when it ended."""

    year: int
    flow: Flow
    waiting: Money


@dataclass(frozen=True)
class Book:
    """Everything in one currency."""

    currency: str
    flow: Flow
    campaigns: tuple[CampaignFlow, ...]
    years: tuple[YearFlow, ...]


Row = tuple[CampaignYear, Campaign]


def rows(session: Session) -> list[Row]:
    """Every year of every campaign, the newest year first."""
    found = select(CampaignYear, Campaign).join(Campaign, Campaign.id == CampaignYear.campaign_id)
    return [(year, campaign) for year, campaign in session.execute(found.order_by(*_ORDER))]


def books(found: Iterable[Row]) -> list[Book]:
    """The sums of these rows, a book for each currency."""
    currencies: dict[str, list[Row]] = {}
    for row in found:
        currencies.setdefault(row[0].currency, []).append(row)
    return [_book(currency, some) for currency, some in sorted(currencies.items())]


def newest_grants(session: Session) -> list[Grant]:
    """The last payments to partners, with what is told of them."""
    found = select(Grant).where(Grant.undone_at.is_(None)).order_by(Grant.granted_on.desc(), Grant.id.desc())
    loaded = found.options(selectinload(Grant.shares), selectinload(Grant.notes))
    return list(session.scalars(loaded.limit(GRANTS)))


def flow_of(row: CampaignYear) -> Flow:
    """One row as money."""
    names = ("given", "matched", "moved", "went_back", "fees", "granted")
    return Flow(*(Money(getattr(row, name), row.currency) for name in names))


def _book(currency: str, found: list[Row]) -> Book:
    campaigns: dict[int, tuple[Campaign, Flow]] = {}
    years: dict[int, Flow] = {}
    for row, campaign in found:
        flow = flow_of(row)
        _, before = campaigns.get(campaign.id, (campaign, _nothing(currency)))
        campaigns[campaign.id] = campaign, before + flow
        years[row.year] = years.get(row.year, _nothing(currency)) + flow
    in_order = sorted(years.items())
    totals = list(accumulate((flow for _, flow in in_order), initial=_nothing(currency)))
    kept = [total.waiting for total in totals[1:]]
    return Book(
        currency,
        totals[-1],
        tuple(
            _campaign(*pair) for pair in sorted(campaigns.values(), key=lambda pair: -pair[1].raised.amount)
        ),
        tuple(YearFlow(year, flow, left) for (year, flow), left in zip(in_order, kept, strict=True)),
    )


def _campaign(campaign: Campaign, flow: Flow) -> CampaignFlow:
    return CampaignFlow(
        campaign.title, campaign.slug if campaign.state is not CampaignState.DRAFT else None, flow
    )


def _nothing(currency: str) -> Flow:
    return Flow(*(Money.zero(currency),) * 6)


def _parts(flow: Flow) -> tuple[Money, ...]:
    return flow.given, flow.matched, flow.moved, flow.went_back, flow.fees, flow.granted


_ORDER = (CampaignYear.year.desc(), Campaign.title, Campaign.id)
