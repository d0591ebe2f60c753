"""The settings of beritasearch.yaml, each declared once: what may stand there, and what for."""

from collections.abc import Iterator
from dataclasses import dataclass

INDENT = "  "


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its key, what it is for, and how it is written."""

    key: str
    help: str
    example: str
    is_table: bool = False
    """Are the names under it the user's own?"""


SETTINGS = (
    Setting(
        "corpus",
        "What index and watch read when no PATH is named; seen from this file's folder.",
        "[corpus/]",
    ),
    Setting(
        "engine",
        "What new indexes are built with (else tantivy if installed, else whoosh).",
        "whoosh",
    ),
    Setting("indexing.jobs", "Processes that read (else as many as there are processors).", "4"),
    Setting("indexing.keep", "Earlier builds of the index that a reindex leaves.", "1"),
    Setting(
        "cluster.url",
        "Where it is, for the engine opensearch: further hosts behind commas, the name last.",
        "https://search.example:9200/berita",
    ),
    Setting("cluster.ca", "What the cluster's certificate was signed with.", "/etc/berita/ca.pem"),
    Setting("cluster.shards", "Shards of a new index (else as many as there are nodes).", "6"),
    Setting("cluster.segments", "Segments that a finished build is merged into, if any.", "1"),
    Setting(
        "reading.names",
        "What your files call a field: the field (title, body, published, outlet ...).",
        "{konten: body, tgl: published}",
        is_table=True,
    ),
    Setting("reading.largest_mb", "Articles larger than that are reported, not read.", "32"),
    Setting("search.characters", "Characters that a query may hold.", "500000"),
    Setting("search.words", "Words that a query may hold.", "1000"),
    Setting("search.patterns", "Words with *, ? or ~ that a query may hold.", "64"),
    Setting("search.nesting", "Parentheses inside parentheses that a query may hold.", "100"),
    Setting("language.stopwords.add", "Words that ranking passes over, besides ours.", "[terkait]"),
    Setting("language.stopwords.remove", "Words of ours that it must not pass over.", "[antara]"),
    Setting("language.stopwords.replace", "The whole list, instead of ours.", "[yang, dan, di]"),
    Setting(
        "language.stems",
        "Words whose stem is another than ours.",
        "{pemerintah: pemerintah}",
        is_table=True,
    ),
    Setting(
        "language.synonyms",
        "Words that mean the same, a group a line.",
        "[[KPU, Komisi Pemilihan Umum]]",
    ),
)


def is_known(key: str) -> bool:
    """Is there such a setting, or a group of them, or is it a name of the user's own?"""
    return any(
        setting.key == key
        or setting.key.startswith(f"{key}.")
        or (setting.is_table and key.startswith(f"{setting.key}."))
        for setting in SETTINGS
    )


def under(group: str) -> list[str]:
    """The names that may stand in a group of settings; in the file itself, for nothing."""
    start = f"{group}." if group else ""
    keys = (setting.key for setting in SETTINGS if setting.key.startswith(start))
    return list(dict.fromkeys(key.removeprefix(start).partition(".")[0] for key in keys))


def meant(key: str) -> str | None:
    """The setting that the unknown `key` may have meant: misspelt, or in the wrong place."""
    from difflib import get_close_matches  # most files are right

    group, _, name = key.rpartition(".")
    if near := get_close_matches(name, under(group), n=1):
        return f"{group}.{near[0]}".lstrip(".")
    places = {setting.key.rpartition(".")[2]: setting.key for setting in SETTINGS}
    near = get_close_matches(name, places, n=1)
    return places[near[0]] if near else None


def template() -> str:
    """A beritasearch.yaml with every setting as a comment, and what it is for."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Settings of beritasearch. A line that begins with # and a word is a setting: take the"
    yield "# mark away to have it so. What is wrong with one is told with the line that it is in."
    before: list[str] = []
    for setting in SETTINGS:
        *groups, name = setting.key.split(".")
        if groups[:1] != before[:1] or not groups:
            yield ""
        for depth, group in enumerate(groups):
            if groups[: depth + 1] != before[: depth + 1]:
                yield f"{INDENT * depth}{group}:"
        before = groups
        yield f"{INDENT * len(groups)}# {setting.help}"
        yield f"{INDENT * len(groups)}#{name}: {setting.example}"
