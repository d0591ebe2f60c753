"""What every handler works with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request

from beritasearch.archive import Archive
from beritasearch.searching import Page
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
            lambda: self.archive.search(
                asked.q, where=asked.where, limit=limit, offset=offset, sort=asked.sort,
                fuzzy=asked.fuzzy, facets=facets,
            )
        )  # fmt: skip

    async def count(
        self, asked: Asked, facets: Sequence[str], *, fuzzy: Literal["off", "auto", "on"]
    ) -> Page:
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
            first = self.archive.search(
                asked.q, where=asked.where, limit=PAGE_SIZE, sort=asked.sort, fuzzy=asked.fuzzy
            )
            if first.total <= len(first.hits):
                return first
            return self.archive.search(
                asked.q, where=asked.where, limit=min(first.total, MOST_DOWNLOADED),
                sort=asked.sort, fuzzy=asked.fuzzy,
            )  # fmt: skip

        return await self.desk.ask(found, seconds=self.desk.seconds * DOWNLOAD_TAKES)


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Serving = Annotated[Service, Depends(_service)]
