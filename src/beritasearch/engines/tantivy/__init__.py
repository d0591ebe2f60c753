"""Tantivy behind the port: embedded, compiled, fast. Why so: docs/decisions/0012-tantivy.md."""

from beritasearch.engines.tantivy.adapter import TantivyEngine

__all__ = ["TantivyEngine"]
