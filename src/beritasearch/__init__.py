"""Search an archive of Indonesian news by words, city, date and person, typos and all."""

__version__ = "0.1.0"
