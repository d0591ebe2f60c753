"""What every handler works with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from beritasearch.archive import Archive
from beritasearch.searching import Page
from beritasearch.tiers import Fuzzy
from beritasearch.web.asked import PAGE_SIZE, Asked, SortedAsked
from beritasearch.web.desk import Desk
from beritasearch.web.freshness import Freshness
from beritasearch.web.offers import Offers

MOST_DOWNLOADED = 5000
"""Hits in one file; for more there is `beritasearch search --format`."""
DOWNLOAD_TAKES = 6
"""Times as long as a page."""


@dataclass(frozen=True, slots=True)
class Service:
    """One archive, asked at a desk."""

    archive: Archive
    desk: Desk
    freshness: Freshness
    offers: Offers

    async def search(
        self, asked: SortedAsked, *, limit: int, offset: int = 0, facets: Sequence[str] = ()
    ) -> Page:
        """The hits from `offset` on, at most `limit`."""
        return await self.desk.ask(
            lambda: self._search(asked, limit=limit, offset=offset, facets=facets)
        )

    async def count(self, asked: Asked, facets: Sequence[str], *, fuzzy: Fuzzy) -> Page:
        """All hits counted by `facets`, none of them shown."""
        return await self.desk.ask(
            lambda: self.archive.search(
                asked.q, where=asked.where, limit=0, fuzzy=fuzzy, facets=facets
            )
        )

    async def download(self, asked: SortedAsked) -> Page:
        """The hits that can be paged through on the pages, in their order."""

        def found() -> Page:
            # The first page says how many there are: a longer one would ask further tiers.
            first = self._search(asked, limit=PAGE_SIZE)
            if first.total <= len(first.hits):
                return first
            return self._search(asked, limit=min(first.total, MOST_DOWNLOADED))

        return await self.desk.ask(found, seconds=self.desk.seconds * DOWNLOAD_TAKES)

    def _search(
        self, asked: SortedAsked, *, limit: int, offset: int = 0, facets: Sequence[str] = ()
    ) -> Page:
        return self.archive.search(
            asked.q, where=asked.where, limit=limit, offset=offset, facets=facets,
            sort="relevance" if asked.sort == "recent" else asked.sort,
            fuzzy=asked.fuzzy, recent=asked.sort == "recent",
        )  # fmt: skip


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Serving = Annotated[Service, Depends(_service)]
