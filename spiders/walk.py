"""One walk through one listing: what to fetch of each page, and when to stop."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from spiders.dating import PORTAL_ZONE, parse_listed
from spiders.eras import item_key
from spiders.frontier import Frontier
from spiders.listing import Ask, Item, ListingPage
from spiders.platforms import platform_of
from spiders.portal import Portal, Section
from spiders.targets import COMPLETE, Depth, Seen, StopReason, Target
from spiders.urls import canonical_key, host_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What a run was asked to do. ``since`` and ``until`` are publication days in Vietnam, inclusive."""

    run_id: str
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    recheck_days: int = 0
    is_recheck_thinned: bool = False  # ask for an article less often as it grows old
    page_budget: int = 200
    overlap_items: int = 30

    def wants(self, at: datetime | None) -> bool:
        """Tell whether something published then is asked for; what has no date is."""
        if at is None:
            return True
        day = at.astimezone(PORTAL_ZONE).date()
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one listing page means for the walk."""

    section: str
    page: int
    states: list[str] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)  # listed URLs that lead to other hosts
    #: Keys of the rows of a document list that are new or changed.
    rows: frozenset[str] = frozenset()
    following: Ask | None = None
    stop: StopReason = "end"
    confirm: bool = False


class Walk:
    """The state of one walk. ``finish`` writes its end to the ledger, once."""

    def __init__(self, section: Section, url: str, orders: Orders, frontier: Frontier) -> None:
        self.section = section
        self.url = url
        self.url_key = canonical_key(url, keep_query={"tabid", "id", "pageid"})
        self.stop: StopReason | None = None
        self.problem: str | None = None
        self._orders = orders
        self._frontier = frontier
        self._depth: Depth | None = frontier.depth(url)
        # What is newer than what is asked for is passed over, where an earlier walk saw how far it goes.
        self._deep: Ask | None = frontier.deep_ask(url, orders.until) if orders.until else None
        self._has_jumped = False
        self._asks: list[Ask] = []
        self._walk_id = frontier.start_walk(url, orders.run_id)
        self._pages: list[frozenset[str]] = []
        self._listed: set[str] = set()
        self._known_in_a_row = 0
        self._total = 0
        self._is_unread = False

    def take(
        self,
        page: ListingPage,
        ask: Ask,
        portal: Portal,
        *,
        is_confirming: bool,
    ) -> Step:
        """Note the items of a page and decide how to go on."""
        platform = platform_of(portal)
        if not page.items and not is_confirming:
            return Step(section=self.section.name, page=ask.page, confirm=True)
        listed = {item_key(item.url, portal): item for item in page.items}
        items = {key: item for key, item in listed.items() if self._is_ours(item, portal)}
        self._total = max(self._total, page.total or 0)
        links = frozenset(listed)
        if links and links in self._pages:
            return self._again(ask, is_confirming=is_confirming)
        self._pages.append(links)
        self._asks.append(ask)
        us_dates = platform.reading.us_listing_dates and self.section.kind == "articles"
        dates = {key: parse_listed(item.published, us=us_dates) for key, item in items.items()}
        wanted = {key: item for key, item in items.items() if self._orders.wants(dates[key])}
        seen = self._frontier.see(
            wanted,
            dates,
            self._walk_id,
            (self.url, self.section.name),
            is_due=self.section.kind == "articles",
        )
        self._listed |= links
        self._count_overlap(items, seen)
        stop = self._stop(page, ask, dates)
        step = self._step(ask, stop, self._after(ask, page.following), items=items, seen=seen)
        return replace(step, foreign=[item.url for key, item in listed.items() if key not in items])

    def _is_ours(self, item: Item, portal: Portal) -> bool:
        """Tell whether an item can be had here. Rows of documents are not fetched, wherever their file is."""
        return self.section.kind == "documents" or host_of(item.url) in portal.hosts

    def _after(self, ask: Ask, following: Ask | None) -> Ask | None:
        """Return the request for the next page; behind the first one that may be a page far down."""
        deep = self._deep
        if ask.page != 1 or following is None or deep is None or deep.page <= following.page:
            return following
        self._has_jumped = True
        # What page 1 says of the listing now counts, not what it said then.
        return replace(deep, state={**deep.state, **following.state})

    def miss_files(self, ask: Ask) -> None:
        """Note that nobody knows which files the rows of a page offer: the walk is not whole without them."""
        self._is_unread = True
        self.problem = (
            f"{self.url}: page {ask.page} could not be read for the files of its rows;"
            " the next run walks the listing again"
        )

    def finish(self, stop: StopReason) -> None:
        """Write why the walk ended and how deep the listing is known now."""
        if self.stop is not None:
            return
        if self._is_unread and stop in COMPLETE:
            stop = "gap"
        self.stop = stop
        reached_on = self._orders.since if stop == "since" else None
        reached_page = len(self._pages) if stop == "budget" else None
        # A slice of the past leaves the listing as deeply known as it was.
        is_slice = self._orders.until is not None and stop in COMPLETE
        if (stop == "overlap" or is_slice) and self._depth is not None:
            reached_on, reached_page = self._depth.reached_on, self._depth.reached_page
        before_last = self._asks[-2] if len(self._asks) > 2 else None
        since = self._orders.since
        is_deep = stop == "since" and before_last is not None and before_last.is_lasting
        deep = (before_last, since) if is_deep and before_last and since else None
        self._frontier.finish_walk(self._walk_id, stop, reached_on, reached_page, deep)

    def _step(
        self,
        ask: Ask,
        stop: StopReason | None,
        following: Ask | None = None,
        items: dict[str, Item] | None = None,
        seen: dict[str, Seen] | None = None,
    ) -> Step:
        seen = seen or {}
        is_news = self.section.kind == "articles"
        fresh = [one for one in seen.values() if one.state in {"new", "changed"}]
        return Step(
            section=self.section.name,
            page=ask.page,
            states=[seen[key].state if key in seen else "skipped" for key in items or {}],
            targets=[one.target for one in fresh] if is_news else [],
            rows=frozenset() if is_news else frozenset(one.target.url_key for one in fresh),
            following=following if stop is None else None,
            stop=stop or "end",
        )

    def _count_overlap(self, items: dict[str, Item], seen: dict[str, Seen]) -> None:
        """Count known items in a row. Those seen first in a walk that never ended are not known enough."""
        oldest_trusted = self._depth.walk_id if self._depth else -1
        for key in items:
            one = seen.get(key)
            if one is not None and one.state == "known" and one.first_walk <= oldest_trusted:
                self._known_in_a_row += 1
            elif one is not None:
                self._known_in_a_row = 0

    def _stop(self, page: ListingPage, ask: Ask, dates: dict[str, datetime | None]) -> StopReason | None:
        orders = self._orders
        if not page.items:
            return self._empty(ask)
        days = [at.astimezone(PORTAL_ZONE).date() for at in dates.values() if at is not None]
        if orders.since and days and all(day < orders.since for day in days):
            return "since"
        is_covered = self._depth is not None and self._depth.covers(orders.since, orders.page_budget)
        if is_covered and self._known_in_a_row >= orders.overlap_items:
            return "overlap"
        if page.following is None:
            return self._end()
        if len(self._pages) < orders.page_budget:
            return None
        if orders.limit is None:  # who asks for a few articles wants no whole listing
            self.problem = (
                f"{self.url}: {orders.page_budget} pages were walked and the listing goes on; see whether it"
                " repeats itself, and get its older pages with gat backfill"
            )
        return "budget"

    def _empty(self, ask: Ask) -> StopReason:
        """Judge a page that stayed empty when it was asked for again."""
        if ask.page == 1:
            self.problem = f"{self.url}: the listing shows no items; has its layout changed?"
            return "gap"
        return self._announced_gap(ask, "no items") or self._end()

    def _again(self, ask: Ask, *, is_confirming: bool) -> Step:
        """Judge a page that shows what an earlier one did: where more was announced it is asked for again."""
        if not self._was_announced(ask):
            return self._step(ask, "repeat")
        if not is_confirming:
            return Step(section=self.section.name, page=ask.page, confirm=True)
        return self._step(ask, self._announced_gap(ask, "those of an earlier page"))

    def _announced_gap(self, ask: Ask, shown: str) -> StopReason | None:
        """Note the problem where a page that was asked for twice was announced and is not to be had."""
        if not self._was_announced(ask):
            return None
        self.problem = (
            f"{self.url}: page {ask.page} was announced and shows {shown}, asked twice (an error page?);"
            " the next run walks the listing again"
        )
        return "gap"

    def _was_announced(self, ask: Ask) -> bool:
        """Tell whether the site itself led to a page: by a link, a postback, a page count or a total.

        A posted page of a listing that counts nothing is a guess, which an empty or repeated page answers.
        """
        is_linked = ask.form is None or "__EVENTTARGET" in ask.form
        is_counted = not self._has_jumped and len(self._listed) < self._total
        return is_linked or int(ask.state.get("last", 0)) >= ask.page or is_counted

    def _end(self) -> StopReason:
        if not self._has_jumped and len(self._listed) < self._total * 0.9:
            self.problem = (
                f"{self.url}: the site counts {self._total} items, its listing showed {len(self._listed)}; "
                "run again, and look at the last page if it stays"
            )
            return "gap"
        return "end"
