"""beritasearch.yaml: how files are read and what is added to the language, checked by entry.

reading:
  names: {konten: body, tgl: published}     # what your files call a field: the field
  largest_mb: 32                            # an article larger than that is reported
language:
  stopwords:
    add: [terkait]
    remove: [antara]
    # replace: [yang, dan]       # instead of the shipped list
  stems: {pemerintah: pemerintah}
  synonyms:
    - [KPU, Komisi Pemilihan Umum]
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from beritasearch.errors import ConfigError, LanguageDataError
from beritasearch.language import wordlists
from beritasearch.language.analysis import Extensions, Language
from beritasearch.reading import DEFAULTS, Options, mapped
from beritasearch.reading.raw import MEGABYTE

NAME = "beritasearch.yaml"
_NUMBERS = frozenset({"reading.largest_mb"})


def find(path: str | Path | None) -> Path | None:
    """The file to use: `path` (ConfigError when it's missing), else ./beritasearch.yaml."""
    if path is None:
        here = Path(NAME).absolute()
        return here if here.is_file() else None
    if not Path(path).is_file():
        raise ConfigError("there is no such file; check --config", path=path)
    return Path(path).absolute()


@dataclass(frozen=True)
class Settings:
    """What the file says."""

    extensions: Extensions = field(default_factory=Extensions)
    """What is added to the language."""
    options: Options = DEFAULTS
    """How files are read."""

    @cached_property
    def language(self) -> Language:
        """Indonesian with what is added to it."""
        return Language(self.extensions)


class Configured:
    """The file that was chosen for an archive, else the one that its index was built with."""

    def __init__(self, path: str | Path | None) -> None:
        self.path = find(path)
        self._loaded: dict[Path | None, Settings] = {}

    def settings(self, recorded: str | None) -> Settings:
        """What it says; `recorded` is the file that the index remembers. Each is loaded once."""
        path = self.path or (Path(recorded) if recorded and Path(recorded).is_file() else None)
        if path not in self._loaded:
            self._loaded[path] = load(path)
        return self._loaded[path]


def load(path: Path | None) -> Settings:
    """What the file says; without one, the defaults. Raises ConfigError or LanguageDataError."""
    if path is None:
        return Settings()
    checked = _Checked(path)
    sections = checked.mapping(wordlists.load(path, numbers=_NUMBERS), "", {"language", "reading"})
    return Settings(_extensions(sections, checked), _options(sections, checked))


def _extensions(sections: Mapping[str, Any], checked: "_Checked") -> Extensions:
    language = checked.mapping(
        sections.get("language"), "language", {"stopwords", "stems", "synonyms"}
    )
    stopwords = checked.mapping(
        language.get("stopwords"), "language.stopwords", {"add", "remove", "replace"}
    )
    replaced = checked.words(stopwords, "language.stopwords.replace")
    return Extensions(
        stopwords_added=frozenset(checked.words(stopwords, "language.stopwords.add")),
        stopwords_removed=frozenset(checked.words(stopwords, "language.stopwords.remove")),
        stopwords_replaced=frozenset(replaced) if "replace" in stopwords else None,
        stems=checked.pairs(language, "language.stems", "word: stem, a line each"),
        synonyms=checked.groups(language),
    )


def _options(sections: Mapping[str, Any], checked: "_Checked") -> Options:
    reading = checked.mapping(sections.get("reading"), "reading", {"names", "largest_mb"})
    try:
        names = mapped(checked.pairs(reading, "reading.names", "your name: field, a line each"))
    except ConfigError as error:
        raise checked.refused(reading, "names", str(error)) from None
    largest = reading.get("largest_mb", str(DEFAULTS.largest // MEGABYTE))
    if not (isinstance(largest, str) and largest.isdigit() and int(largest)):
        message = '"reading.largest_mb" must be a whole number of megabytes, such as 32'
        raise checked.refused(reading, "largest_mb", message)
    return Options(largest=int(largest) * MEGABYTE, names=names)


class _Checked:
    """Takes settings apart; what isn't of the right shape is named with its key."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def mapping(self, value: Any, key: str, known: set[str]) -> Mapping[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, wordlists.Mapping):
            raise ConfigError(f'"{key}" holds settings by name, not {value!r}', path=self._path)
        for name in value.keys() - known:
            raise ConfigError(
                f'there is no setting "{f"{key}.{name}".lstrip(".")}"; '
                f"{key or 'the file'} holds: {', '.join(sorted(known))}",
                path=self._path, line=value.lines[name],
            )  # fmt: skip
        return value

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
        return holder.lines.get(name) if isinstance(holder, wordlists.Mapping) else None

    def wrong(
        self, holder: Mapping[str, Any], name: str, key: str, wanted: str
    ) -> LanguageDataError:
        message = f'"{key}" must be {wanted}'
        line = self._line(holder, name)
        return LanguageDataError(message, path=self._path, line=line, key=key)
