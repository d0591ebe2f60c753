"""What gave no article in a run: with place, reason and cure, however many they are."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import islice
from typing import overload

from beritasearch.errors import EngineError

_IN_MEMORY = 1 << 20
"""Bytes of them; more are on the disk, among the temporary files."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no article: where it stands and why, with the cure."""

    path: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.reason}"


class Failures(Sequence[Failure]):
    """Failures in the order in which they came; a million take no more memory than a thousand.

    To be used by one thread at a time. The file has no name, and is gone with its last user.
    """

    def __init__(self, failures: Iterable[Failure] = ()) -> None:
        from tempfile import SpooledTemporaryFile  # a search has no use for it

        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - it lives as long
        self._count = 0
        self.extend(failures)

    def __del__(self) -> None:
        self._file.close()  # nobody closes a report

    def append(self, failure: Failure) -> None:
        """Take in one more. Raises EngineError where there is no room for it."""
        try:
            self._file.seek(0, os.SEEK_END)
            self._file.write(json.dumps(astuple(failure)).encode() + b"\n")
        except OSError as error:
            raise EngineError(
                f"what failed can't be kept among the temporary files ({error}); "
                "free disk space there, or name another folder in TMPDIR"
            ) from error
        self._count += 1

    def extend(self, failures: Iterable[Failure]) -> None:
        """Take in these, too."""
        for failure in failures:
            self.append(failure)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Failure]:
        place = 0
        while lines := self._lines(place):
            place += sum(map(len, lines))
            yield from (Failure(*json.loads(line)) for line in lines)

    def _lines(self, place: int) -> list[bytes]:
        self._file.seek(place)
        return list(islice(self._file, _AT_ONCE))

    @overload
    def __getitem__(self, index: int) -> Failure: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Failure]: ...
    def __getitem__(self, index: int | slice) -> Failure | Sequence[Failure]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return next(islice(self, index % len(self), None))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(Failure.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]  # more may come

    def __repr__(self) -> str:
        return f"<{len(self)} failures>"
