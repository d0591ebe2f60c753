"""Values as conditions of the query language: what is in quotation marks can't break out."""

import re

_QUOTES = re.compile(r'["“”„]+')


def condition(field: str, value: str, sign: str = "") -> str:
    """`kota:"Kota Semarang"`, or with a sign `tanggal:>="2024-08"`."""
    inside = _QUOTES.sub(" ", value)  # no word holds a quotation mark, so none is lost
    return f'{field}:{sign}"{inside}"'
