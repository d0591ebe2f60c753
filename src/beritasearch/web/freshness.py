"""When does the same address have another answer? When the index was written to, or a day began."""

import hashlib
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from beritasearch.generations import Generations


class Freshness:
    """The version of all answers. Different for another index, state, day and process."""

    def __init__(self, index: Path, today: Callable[[], date] = date.today) -> None:
        """`today` counts: "kemarin" means another day tomorrow."""
        self._generations, self._today = Generations(index.absolute()), today
        self._began = time.time_ns()  # settings and code may be others in the next process

    def version(self) -> str:
        """Raises IndexMissing, where there is no index."""
        generation = self._generations.require()
        # An engine's folder changes with each of its writes, the manifest when a run is over.
        stamps = [(generation / name).stat().st_mtime_ns for name in ("engine", "manifest.json")]
        known = (self._began, self._today(), generation.name, *stamps)
        return hashlib.sha256(repr(known).encode()).hexdigest()[:20]
