"""A plot as SVG: how long each engine takes for each kind of question, by bars of a log scale."""

from collections.abc import Iterator, Mapping
from html import escape
from math import log10

_WIDTH, _LEFT, _BAR, _GAP = 720, 150, 9, 14
_LEAST, _DECADES = 0.01, 5  # ms
_COLOURS = ("#b9b4c7", "#5b3a8c", "#f3c08a", "#c8601a", "#7aa6a1", "#93a86b", "#8a8a8a")

Times = Mapping[str, Mapping[str, float | None]]
"""Kind of question → engine → milliseconds; None: it can't be asked."""


def plot(times: Times) -> str:
    """The plot. Engines keep their colour; what an engine can't be asked has no bar."""
    engines = list(next(iter(times.values())))
    bars, height = _bars(times)
    key = "".join(
        f'<rect x="{_LEFT + n % 4 * 140}" y="{8 + n // 4 * 16}" width="10" height="10" '
        f'fill="{_COLOURS[n]}"/><text x="{_LEFT + 14 + n % 4 * 140}" y="{17 + n // 4 * 16}">'
        f"{escape(name)}</text>"
        for n, name in enumerate(engines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        'font-family="sans-serif" font-size="11">'
        "<title>Milliseconds a query, median, logarithmic</title>"
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>'
        f"{key}{''.join(_grid(height))}{bars}</svg>\n"
    )


def _place(milliseconds: float) -> float:
    share = log10(max(milliseconds, _LEAST) / _LEAST) / _DECADES
    return _LEFT + share * (_WIDTH - _LEFT - 60)


def _grid(height: int) -> Iterator[str]:
    for decade in range(_DECADES + 1):
        value = _LEAST * 10**decade
        at = _place(value)
        yield f'<line x1="{at:.0f}" x2="{at:.0f}" y1="44" y2="{height - 22}" stroke="#ddd"/>'
        yield f'<text x="{at:.0f}" y="{height - 8}" text-anchor="middle">{value:g} ms</text>'


def _bars(times: Times) -> tuple[str, int]:
    drawn, top = [], 52
    for kind, of_engines in times.items():
        middle = top + len(of_engines) * _BAR / 2 + 4
        drawn.append(f'<text x="{_LEFT - 8}" y="{middle:.0f}" text-anchor="end">{kind}</text>')
        for n, value in enumerate(of_engines.values()):
            if value is not None:
                width = _place(value) - _LEFT
                drawn.append(
                    f'<rect x="{_LEFT}" y="{top}" width="{max(width, 1):.0f}" '
                    f'height="{_BAR - 1}" fill="{_COLOURS[n]}"/>'
                    f'<text x="{_LEFT + width + 4:.0f}" y="{top + _BAR - 1}" font-size="8">'
                    f"{value:.2f}</text>"
                )
            top += _BAR
        top += _GAP
    return "".join(drawn), top + 24
