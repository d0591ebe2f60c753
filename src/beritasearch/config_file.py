"""What beritasearch.yaml says, taken apart: every entry is checked. settings.py has them all."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from beritasearch.config import Settings
from beritasearch.engines import NAMES
from beritasearch.errors import ConfigError, LanguageDataError
from beritasearch.language import strict_yaml
from beritasearch.language.analysis import Extensions
from beritasearch.query.scanner import DEEPEST, Limits
from beritasearch.reading import DEFAULTS, Options, mapped
from beritasearch.reading.raw import MEGABYTE
from beritasearch.settings import is_known, meant, under

Default = TypeVar("Default", int, None)

_LIMITS = ("characters", "words", "patterns", "nesting")
_NUMBERS = frozenset({
    "reading.largest_mb", "cluster.shards", "cluster.segments", "indexing.jobs", "indexing.keep",
    *(f"search.{name}" for name in _LIMITS),
})  # fmt: skip


def read(path: Path) -> Settings:
    """What the file says. Raises ConfigError or LanguageDataError."""
    checked = _Checked(path)
    # An unknown setting is told as such, whatever stands there: `kota: 12` isn't for quotes.
    found = strict_yaml.load(path, as_written=_is_as_written)
    sections = checked.mapping(found, "")
    indexing = checked.mapping(sections.get("indexing"), "indexing")
    return Settings(
        extensions=_extensions(sections, checked),
        reading=_options(sections, checked),
        limits=_limits(sections, checked),
        corpus=tuple(path.parent / name for name in checked.words(sections, "corpus")),
        engine=_engine(sections, checked),
        cluster=_cluster(sections, checked),
        jobs=checked.number(indexing, "indexing.jobs", None, at_least=1),
        keep=checked.number(indexing, "indexing.keep", 1, at_least=0),
    )


def _is_as_written(key: str) -> bool:
    return key in _NUMBERS or not is_known(key) or bool(under(key))


def _engine(sections: Mapping[str, Any], checked: "_Checked") -> str | None:
    name = sections.get("engine")
    if name is None or name in NAMES:
        return name
    raise checked.refused(sections, "engine", f'"engine" must be one of: {", ".join(NAMES)}')


def _cluster(sections: Mapping[str, Any], checked: "_Checked") -> Mapping[str, str]:
    cluster = checked.mapping(sections.get("cluster"), "cluster")
    numbers = {
        name: checked.number(cluster, f"cluster.{name}", None, at_least=1)
        for name in ("shards", "segments")
    }
    texts = {name: cluster.get(name) for name in ("url", "ca")}
    if wrong := [name for name, text in texts.items() if not isinstance(text, str | None)]:
        message = f'"cluster.{wrong[0]}" must be text'
        raise checked.refused(cluster, wrong[0], message)
    return {name: str(value) for name, value in (texts | numbers).items() if value}


def _extensions(sections: Mapping[str, Any], checked: "_Checked") -> Extensions:
    language = checked.mapping(sections.get("language"), "language")
    stopwords = checked.mapping(language.get("stopwords"), "language.stopwords")
    replaced = checked.words(stopwords, "language.stopwords.replace")
    return Extensions(
        stopwords_added=frozenset(checked.words(stopwords, "language.stopwords.add")),
        stopwords_removed=frozenset(checked.words(stopwords, "language.stopwords.remove")),
        stopwords_replaced=frozenset(replaced) if "replace" in stopwords else None,
        stems=checked.pairs(language, "language.stems", "word: stem, a line each"),
        synonyms=checked.groups(language),
    )


def _options(sections: Mapping[str, Any], checked: "_Checked") -> Options | None:
    reading = checked.mapping(sections.get("reading"), "reading")
    try:
        names = mapped(checked.pairs(reading, "reading.names", "your name: field, a line each"))
    except ConfigError as error:
        raise checked.refused(reading, "names", str(error)) from None
    largest = checked.number(
        reading, "reading.largest_mb", DEFAULTS.largest // MEGABYTE, at_least=1
    )
    said = Options(largest=largest * MEGABYTE, names=names)
    return None if said == DEFAULTS else said


def _limits(sections: Mapping[str, Any], checked: "_Checked") -> Limits:
    search, usual = checked.mapping(sections.get("search"), "search"), Limits()
    limits = {
        name: checked.number(search, f"search.{name}", getattr(usual, name), at_least=1)
        for name in _LIMITS
    }
    if limits["nesting"] > DEEPEST:
        message = f'"search.nesting" may be at most {DEEPEST}'
        raise checked.refused(search, "nesting", message)
    return usual._replace(**limits)


class _Checked:
    """Takes settings apart; what isn't of the right shape is named with its key."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def mapping(self, value: Any, key: str) -> Mapping[str, Any]:
        if not value:  # `indexing:` with nothing under it
            return {}
        if not isinstance(value, strict_yaml.Mapping):
            what = f'"{key}"' if key else "the file"
            message = f"{what} holds settings by name: {', '.join(under(key))}"
            raise ConfigError(message, path=self._path)
        for name in value.keys() - set(under(key)):
            raise ConfigError(_unknown(key, name), path=self._path, line=value.lines[name])
        return value

    def number(
        self, holder: Mapping[str, Any], key: str, default: Default, *, at_least: int
    ) -> int | Default:
        name = key.rpartition(".")[2]
        value = holder.get(name)
        if not value:
            return default
        if isinstance(value, str) and re.fullmatch("[0-9]{1,9}", value) and int(value) >= at_least:
            return int(value)
        message = f'"{key}" must be a whole number, {at_least} or more, not {value!r}'
        raise self.refused(holder, name, message)

    def words(self, holder: Mapping[str, Any], key: str) -> Sequence[str]:
        name = key.rpartition(".")[2]
        value = holder.get(name) or []
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return value
        raise self.wrong(holder, name, key, "a list of words: [yang, dan]")

    def pairs(self, holder: Mapping[str, Any], key: str, wanted: str) -> Mapping[str, str]:
        name = key.rpartition(".")[2]
        value = holder.get(name) or {}
        if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
            return value
        raise self.wrong(holder, name, key, wanted)

    def groups(self, language: Mapping[str, Any]) -> Sequence[Sequence[str]]:
        value = language.get("synonyms") or ()
        if isinstance(value, list | tuple) and all(
            isinstance(group, list) and len(group) > 1 and all(isinstance(w, str) for w in group)
            for group in value
        ):
            return value
        wanted = "a list of lists: - [KPU, Komisi Pemilihan Umum]"
        raise self.wrong(language, "synonyms", "language.synonyms", wanted)

    def refused(self, holder: Mapping[str, Any], name: str, message: str) -> ConfigError:
        return ConfigError(message, path=self._path, line=self._line(holder, name))

    def _line(self, holder: Mapping[str, Any], name: str) -> int | None:
        return holder.lines.get(name) if isinstance(holder, strict_yaml.Mapping) else None

    def wrong(
        self, holder: Mapping[str, Any], name: str, key: str, wanted: str
    ) -> LanguageDataError:
        message = f'"{key}" must be {wanted}'
        line = self._line(holder, name)
        return LanguageDataError(message, path=self._path, line=line, key=key)


def _unknown(group: str, name: str) -> str:
    key = f"{group}.{name}".lstrip(".")
    if near := meant(key):
        return f'there is no setting "{key}"; did you mean "{near}"?'
    return f'there is no setting "{key}"; {group or "the file"} holds: {", ".join(under(group))}'
