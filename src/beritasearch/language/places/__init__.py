"""The gazetteer: kabupaten, kota and provinces of Indonesia, under all their names."""

from beritasearch.language.places.lookup import Places, places

__all__ = ["Places", "places"]
