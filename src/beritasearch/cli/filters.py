"""The options of `search` that narrow it, and the conditions that they stand for."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import Any, NamedTuple, TypeVar

import click

from beritasearch.cli import completing
from beritasearch.errors import QueryError
from beritasearch.query.quoting import condition

_Command = TypeVar("_Command", bound=Callable[..., Any])

_EITHER = " ATAU "
_DATES = 'write 2024-08-21, 21/8/2024, "21 Agustus 2024", 2024-08, 2024, kemarin or "pekan lalu"'


class Filter(NamedTuple):
    """An option, and the field of the query language that it looks in."""

    option: str
    field: str
    metavar: str
    help: str
    sign: str = ""
    cure: str = ""
    """What to write instead of a value that can't be understood."""

    @property
    def several(self) -> bool:
        """May it be given more than once? Any of the values will do, then."""
        return not self.sign

    def query(self, value: str) -> str:
        """The condition in the query language. No value can break out of its quotes."""
        return condition(self.field, value, self.sign)


FILTERS = (
    Filter("--city", "kota", "NAME", "Kabupaten or kota; solo finds Kota Surakarta."),
    Filter("--province", "provinsi", "NAME", "The province of one of its cities."),
    Filter("--person", "tokoh", "NAME", "Somebody in the story; parts of the name will do."),
    Filter("--date", "tanggal", "DATE", "The day, month or year it was published.", cure=_DATES),
    Filter("--since", "tanggal", "DATE", "Published on this day or later.", ">=", _DATES),
    Filter("--until", "tanggal", "DATE", "Published on this day or before.", "<=", _DATES),
    Filter("--outlet", "media", "NAME", "The medium that published it."),
)


class Condition(NamedTuple):
    """One option with its values, as a query that every hit must match."""

    filter: Filter
    values: Sequence[str]

    @property
    def query(self) -> str:
        """Any of the values will do."""
        return _EITHER.join(map(self.filter.query, self.values))

    def blamed(self, error: QueryError) -> click.UsageError:
        """The error of this condition's query, in terms of the option."""
        lengths = (len(self.filter.query(value)) + len(_EITHER) for value in self.values)
        starts = [0, *accumulate(lengths)]
        value = self.values[bisect_right(starts, error.position) - 1]
        reason = f"not a date; {self.filter.cure}" if self.filter.cure else error.message
        return click.UsageError(f'{self.filter.option} "{value}": {reason}')


def filter_options(command: _Command) -> _Command:
    """Give the command every one of FILTERS as an option."""
    for filter_ in reversed(FILTERS):
        more = " May be repeated: any of them." if filter_.several else ""
        command = click.option(
            filter_.option,
            metavar=filter_.metavar,
            multiple=filter_.several,
            help=filter_.help + more,
            shell_complete=completing.values,
        )(command)
    return command


def conditions(given: Mapping[str, Any]) -> Iterator[Condition]:
    """The conditions of the options that were given, by the option's name without dashes."""
    for filter_ in FILTERS:
        values = given[filter_.option.removeprefix("--")]
        if values is not None and values != ():
            yield Condition(filter_, values if filter_.several else [values])


@contextmanager
def blaming(given: Sequence[Condition]) -> Iterator[None]:
    """A condition that can't be understood is told in terms of its option."""
    try:
        yield
    except QueryError as error:
        for one in given:
            if error.text == one.query:
                raise one.blamed(error) from None
        raise
