"""Dates as Indonesian news, its files and its readers write them.

Not dateparser: 32 of 45 test strings right against 45 here, and it reads "skor 3-1" as a date;
not dateutil: silently month first (language.md, "Dates"). Day first, always.
"""

from typing import TYPE_CHECKING

from beritasearch.language.dates.asked import read_period
from beritasearch.language.dates.calendar import WIB, Period
from beritasearch.language.dates.stated import read_date

if TYPE_CHECKING:
    from beritasearch.language.dates.prose import Found, find_dates

__all__ = ["WIB", "Found", "Period", "find_dates", "read_date", "read_period"]


def __getattr__(name: str) -> object:
    # Imported when first asked for: a search reads no prose.
    if name not in ("Found", "find_dates"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from beritasearch.language.dates import prose

    return getattr(prose, name)
