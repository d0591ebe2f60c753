"""Whoosh behind the port: embedded, pure Python. Why so: docs/decisions/0005-whoosh.md."""

from beritasearch.engines.whoosh import offline  # noqa: F401 - before all that loads Whoosh
from beritasearch.engines.whoosh.adapter import WhooshEngine

__all__ = ["WhooshEngine"]
