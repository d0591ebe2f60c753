"""Dates as Indonesian news, its files and its readers write them.

Not dateparser: 32 of 45 test strings right against 45 here, and it reads "skor 3-1" as a date;
not dateutil: silently month first (language.md, "Dates"). Day first, always.
"""

from beritasearch.language.dates.asked import read_period
from beritasearch.language.dates.calendar import WIB, Period
from beritasearch.language.dates.prose import Found, find_dates
from beritasearch.language.dates.stated import read_date

__all__ = ["WIB", "Found", "Period", "find_dates", "read_date", "read_period"]
