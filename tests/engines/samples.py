"""Documents and queries for the conformance suite."""

from collections.abc import Mapping, Sequence
from datetime import date

from hypothesis import strategies as st

from beritasearch.document import FACETS, GAP, Document
from beritasearch.engine import Engine, Matches
from beritasearch.query.tree import (
    All,
    And,
    Boost,
    DateRange,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Term,
    Wildcard,
    Word,
)


def document(
    name: str, body: str = "", *, published: int | None = None, **fields: str | Sequence[str]
) -> Document:
    """A document in brief: words parted by spaces, `|` for a GAP, keywords as lists."""
    words = {
        field: tuple(GAP if word == "|" else word for word in str(text).split())
        for field, text in {"body": body, **fields}.items()
        if field not in ("stems", "city", "province")
    }
    stems = fields.get("stems", body)
    return Document(
        id=name,
        words=words,
        stems=tuple(stems.split()) if isinstance(stems, str) else tuple(stems),
        keywords={name: tuple(fields.get(name, ())) for name in ("city", "province")},
        facets=facets(words, fields.get("city", ()), published),
        published=published,
    )


def facets(
    words: Mapping[str, Sequence[str]], cities: Sequence[str], published: int | None
) -> dict[str, tuple[str, ...]]:
    """The values that such a document counts for."""
    day = f"{published:012}" if published else ""
    values: dict[str, tuple[str, ...]] = dict.fromkeys(FACETS, ())
    values["city"] = tuple(cities)
    if outlet := " ".join(words.get("outlet", ())):
        values["outlet"] = (outlet,)
    if day:
        values["year"], values["month"] = (day[:4],), (f"{day[:4]}-{day[4:6]}",)
        values["day"] = (f"{day[:4]}-{day[4:6]}-{day[6:8]}",)
    return values


BANJIR = document(
    "banjir", "banjir rob landa kota semarang", title="banjir semarang", stems="banjir rob landa",
    city=["Kota Semarang"], person="joko widodo | ganjar pranowo", published=202402141030,
    outlet="suara pantura",
)  # fmt: skip
PILKADA = document(
    "pilkada", "polres siaga jelang pilkada solo kota solo", stems="polres siaga jelang pilkada",
    city=["Kota Surakarta", "Kota Semarang"], person="ganjar wibowo", published=202408210000,
    outlet="suara pantura",
)  # fmt: skip
PASAR = document("pasar", "pasar terbakar", stems="pasar bakar")


def fill(engine: Engine, count: int = 30) -> None:
    engine.put(document(str(n), f"banjir rob w{n} | kota", title="banjir") for n in range(count))


def ids(engine: Engine, query: Query) -> set[str]:
    return set(names(engine.search(query, limit=None)))


def names(matches: Matches) -> list[str]:
    return [match.id for match in matches.page]


# Few and alike, so that random queries find something: prefixes of one another, one edit
# apart, beyond ASCII and beyond the BMP, with what other query languages take for operators.
WORDS = (
    "a", "b", "ab", "ba", "abc", "abcd", "abd", "acb", "kota", "kotak", "kata", "2024", "3,5",
    "ñ", "日", "日本", "🏛", "[b]", "a*b", "a?b", "not", "z" * 300,
)  # fmt: skip
CITIES = ("Kota Solo", "Kota", "Kabupaten Solo", "DKI Jakarta", "a,b")
IDS = ("1", "2", "10", "https://b.id/a?b=1", "with space", "ñ", "日")
DAYS = (10101, 19451231, 20240229, 20240821, 20240822, 99991231)
WORD_FIELDS = ("title", "body", "person", "outlet", "author", "url")

word = st.sampled_from(WORDS)
text = st.lists(st.sampled_from((*WORDS[:8], *WORDS, GAP)), max_size=9).map(tuple)
moment = st.none() | st.builds(
    lambda day, minute: day * 10_000 + minute, st.sampled_from(DAYS), st.sampled_from((0, 1, 2359))
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document: empty fields, gaps at the ends, undated, values said twice."""
    words = draw(st.dictionaries(st.sampled_from(WORD_FIELDS), text, max_size=4))
    cities = tuple(draw(st.lists(st.sampled_from(CITIES), max_size=3)))
    published = draw(moment)
    return Document(
        id=draw(st.sampled_from(IDS)),
        words=words,
        stems=tuple(w for w in draw(text) if w),
        keywords={"city": cities, "province": cities[:1]},
        facets=facets(words, cities, published),
        published=published,
    )


@st.composite
def date_ranges(draw: st.DrawFn) -> DateRange:
    days = [date(d // 10_000, d // 100 % 100, d % 100) for d in DAYS]
    ends = draw(st.lists(st.sampled_from(days), min_size=1, max_size=2))
    if len(ends) == 2:
        return DateRange(*sorted(ends))
    return draw(st.sampled_from((DateRange(ends[0], None), DateRange(None, ends[0]))))


word_field = st.sampled_from(WORD_FIELDS)
leaves: st.SearchStrategy[Query] = st.one_of(
    st.just(All()),
    st.just(Nothing()),
    st.builds(Term, st.sampled_from((*WORD_FIELDS, "stems")), word),
    st.builds(Term, st.sampled_from(("city", "province")), st.sampled_from((*CITIES, "Solo"))),
    st.builds(Term, st.just("id"), st.sampled_from((*IDS, "3"))),
    st.builds(Word, word, st.none() | word),
    st.builds(
        Phrase,
        word_field,
        st.lists(st.sampled_from(WORDS[:6]), min_size=2, max_size=4).map(tuple),
        st.integers(0, 4),
    ),
    st.builds(Prefix, word_field, st.sampled_from((*WORDS, "k", "ko", "日", "x"))),
    st.builds(
        Wildcard,
        word_field,
        st.builds(
            str.__add__,
            st.sampled_from(("a", "k", "[", "z", "日", "ab")),
            st.text("abcdkot*?[]", max_size=4),
        ),
    ),
    date_ranges(),
)


def _branches(child: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(child, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        st.builds(And, several, st.booleans()),
        st.builds(Or, several),
        st.builds(Not, child),
        st.builds(Boost, child, st.sampled_from((0.5, 2.0, 1000.0))),
        st.builds(Prefer, child, st.lists(child, min_size=1, max_size=3).map(tuple)),
    )


queries: st.SearchStrategy[Query] = st.recursive(leaves, _branches, max_leaves=8)
"""Any tree over every node."""
